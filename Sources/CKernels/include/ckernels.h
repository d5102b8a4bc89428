// Loops that the compiler turns into the widest vectors the processor has, chosen at run time.
// All matrices are dense, row after row; every count is a number of floats unless it says rows.
#ifndef ROSEMARY_CKERNELS_H
#define ROSEMARY_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// target[i] += scale * bytes[i].
void ck_add_scaled_bytes(float *target, const int8_t *bytes, float scale, size_t count);

/// Brings each row to mean 0 and variance 1, then multiplies by gain and adds bias.
void ck_normalize_rows(float *rows, const float *gain, const float *bias, size_t rowCount, size_t width);

/// target[r][i] = max(source[r][i], source[r][width + i]).
void ck_maxout(float *target, const float *source, size_t rowCount, size_t width);

/// values[i] = max(values[i], 0).
void ck_rectify(float *values, size_t count);

/// target[i] += source[i].
void ck_add(float *target, const float *source, size_t count);

/// Makes of each row shares that sum to 1, in proportion to e to the power of its values.
void ck_softmax_rows(float *rows, size_t rowCount, size_t width);

/// One two-way gated recurrence over a sentence. Each row of gates holds candidate, forget and output, `width`
/// floats each; the first half of a width runs forward, the second backward:
///   c ← σ(forget) c + (1 − σ(forget)) candidate,  output = σ(output) tanh(c).
void ck_gated_recurrence(float *output, float *gates, size_t rowCount, size_t width);

#endif
