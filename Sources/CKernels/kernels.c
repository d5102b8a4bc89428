#include "ckernels.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#define WIDEST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define WIDEST
#endif

// e^x to about 2 ulp without a branch or a call, so that loops over it vectorise (Cephes' polynomial).
static inline __attribute__((always_inline)) float exponential(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  const float magic = 12582912.0f;  // 1.5 · 2^23: adding it rounds to an integer, kept in the low bits
  float shifted = x * 1.44269504f + magic;
  float n = shifted - magic;
  float r = x - n * 0.693359375f + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  int32_t bits;
  memcpy(&bits, &shifted, 4);
  bits = (bits - 0x4B400000 + 127) << 23;
  float scale;
  memcpy(&scale, &bits, 4);
  return p * scale;
}

static inline __attribute__((always_inline)) float sigmoid(float x) {
  return 1.0f / (1.0f + exponential(-x));
}

WIDEST void ck_add_scaled_bytes(float *target, const int8_t *bytes, float scale, size_t count) {
  for (size_t i = 0; i < count; i++) target[i] += scale * (float)bytes[i];
}

WIDEST void ck_normalize_rows(
    float *rows, const float *gain, const float *bias, size_t rowCount, size_t width) {
#pragma clang fp reassociate(on)
  for (size_t r = 0; r < rowCount; r++) {
    float *x = rows + r * width;
    float sum = 0, squares = 0;
    for (size_t i = 0; i < width; i++) sum += x[i];
    float mean = sum / (float)width;
    for (size_t i = 0; i < width; i++) squares += (x[i] - mean) * (x[i] - mean);
    float scale = 1.0f / sqrtf(squares / (float)width + 1e-5f);
    for (size_t i = 0; i < width; i++) x[i] = (x[i] - mean) * scale * gain[i] + bias[i];
  }
}

WIDEST void ck_maxout(float *target, const float *source, size_t rowCount, size_t width) {
  for (size_t r = 0; r < rowCount; r++) {
    const float *a = source + 2 * r * width, *b = a + width;
    float *t = target + r * width;
    for (size_t i = 0; i < width; i++) t[i] = a[i] > b[i] ? a[i] : b[i];
  }
}

WIDEST void ck_rectify(float *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = values[i] > 0 ? values[i] : 0;
}

WIDEST void ck_add(float *target, const float *source, size_t count) {
  for (size_t i = 0; i < count; i++) target[i] += source[i];
}

WIDEST void ck_softmax_rows(float *rows, size_t rowCount, size_t width) {
#pragma clang fp reassociate(on)
  for (size_t r = 0; r < rowCount; r++) {
    float *x = rows + r * width;
    float most = -3.4e38f, sum = 0;
    for (size_t i = 0; i < width; i++) most = x[i] > most ? x[i] : most;
    for (size_t i = 0; i < width; i++) {
      x[i] = exponential(x[i] - most);
      sum += x[i];
    }
    float share = 1.0f / sum;
    for (size_t i = 0; i < width; i++) x[i] *= share;
  }
}

static inline __attribute__((always_inline)) void recur(
    float *restrict output, const float *restrict gates, const float *restrict before, size_t half,
    size_t width) {
  for (size_t i = 0; i < half; i++) {
    float forget = gates[width + i];
    output[i] = forget * before[i] + (1 - forget) * gates[i];
  }
}

WIDEST void ck_gated_recurrence(float *output, float *gates, size_t rowCount, size_t width) {
  size_t half = width / 2;
  float zero[half];
  memset(zero, 0, sizeof zero);
  for (size_t r = 0; r < rowCount; r++) {
    float *g = gates + 3 * r * width;
    for (size_t i = width; i < 3 * width; i++) g[i] = sigmoid(g[i]);
  }
  for (size_t r = 0; r < rowCount; r++) {
    const float *before = r == 0 ? zero : output + (r - 1) * width;
    recur(output + r * width, gates + 3 * r * width, before, half, width);
  }
  for (size_t k = 0; k < rowCount; k++) {
    size_t r = rowCount - 1 - k;
    const float *before = k == 0 ? zero : output + (r + 1) * width + half;
    recur(output + r * width + half, gates + 3 * r * width + half, before, half, width);
  }
  for (size_t r = 0; r < rowCount; r++) {
    const float *gate = gates + (3 * r + 2) * width;
    float *o = output + r * width;
    for (size_t i = 0; i < width; i++) o[i] = gate[i] * (2 * sigmoid(2 * o[i]) - 1);
  }
}
