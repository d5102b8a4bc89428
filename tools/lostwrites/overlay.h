// The overlay of one inode: what the program wrote and did not sync, in pages of memory over the real file.
// Included by lostwrites.c only. Functions want the overlay's lock held, but for the last.
#undef _FORTIFY_SOURCE
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

enum { pageBytes = 4096, ownOffset = -1 };
static const off_t maxFileBytes = (off_t)64 << 30;

// The next definition of a function: libc's.
#define REAL(name)                                                                                         \
  ({                                                                                                       \
    static _Atomic(__typeof__(&name)) found;                                                               \
    if (!found) found = (__typeof__(&name))dlsym(RTLD_NEXT, #name);                                        \
    found;                                                                                                 \
  })

typedef struct Overlay {
  dev_t device;
  ino_t inode;
  int file;    // our own descriptor: keeps the inode from being reused, and is written on sync
  int users;   // descriptors of the program; guarded by the registry's lock
  pthread_mutex_t lock;  // guards all below; taken after the registry's, never before
  off_t size;      // as the program sees it
  off_t diskSize;  // of the real file
  off_t kept;      // so many first bytes of the real file still show through
  char **pages;    // by page number; null where the real file shows through
  size_t capacity;
  size_t *dirty;  // the numbers of the pages that are present
  size_t dirtyCount, dirtyCapacity;
  struct Overlay *next;
} Overlay;

static void die(const char *what) {
  dprintf(2, "lostwrites: %s (errno %d)\n", what, errno);
  abort();
}

static bool isClean(const Overlay *o) {
  return !o->dirtyCount && o->size == o->diskSize && o->kept >= o->diskSize;
}

static void forgetPages(Overlay *o) {
  for (size_t i = 0; i < o->dirtyCount; i++) {
    free(o->pages[o->dirty[i]]);
    o->pages[o->dirty[i]] = NULL;
  }
  o->dirtyCount = 0;
}

static void readReal(Overlay *o, char *to, size_t count, off_t at) {
  size_t real = at < o->kept ? (size_t)(o->kept - at) : 0, done = 0;
  if (real > count) real = count;
  while (done < real) {
    ssize_t n = REAL(pread)(o->file, to + done, real - done, at + (off_t)done);
    if (n <= 0) break;
    done += (size_t)n;
  }
  memset(to + done, 0, count - done);
}

static ssize_t readOverlay(Overlay *o, char *to, size_t count, off_t at) {
  if (at >= o->size) return 0;
  if ((off_t)count > o->size - at) count = (size_t)(o->size - at);
  for (size_t done = 0; done < count;) {
    off_t position = at + (off_t)done;
    size_t number = (size_t)(position / pageBytes), offset = (size_t)(position % pageBytes);
    size_t part = pageBytes - offset < count - done ? pageBytes - offset : count - done;
    if (number < o->capacity && o->pages[number]) memcpy(to + done, o->pages[number] + offset, part);
    else readReal(o, to + done, part, position);
    done += part;
  }
  return (ssize_t)count;
}

static char *pageToWrite(Overlay *o, size_t number) {
  if (number >= o->capacity) {
    size_t wanted = number + number / 2 + 64;
    o->pages = realloc(o->pages, wanted * sizeof *o->pages);
    if (!o->pages) die("out of memory");
    memset(o->pages + o->capacity, 0, (wanted - o->capacity) * sizeof *o->pages);
    o->capacity = wanted;
  }
  if (!o->pages[number]) {
    if (o->dirtyCount == o->dirtyCapacity) {
      o->dirtyCapacity = o->dirtyCapacity * 2 + 64;
      o->dirty = realloc(o->dirty, o->dirtyCapacity * sizeof *o->dirty);
    }
    o->pages[number] = malloc(pageBytes);
    if (!o->dirty || !o->pages[number]) die("out of memory");
    readReal(o, o->pages[number], pageBytes, (off_t)number * pageBytes);
    o->dirty[o->dirtyCount++] = number;
  }
  return o->pages[number];
}

static ssize_t writeOverlay(Overlay *o, const char *from, size_t count, off_t at) {
  if (at < 0 || at > maxFileBytes - (off_t)(count < SSIZE_MAX / 2 ? count : SSIZE_MAX / 2)) {
    errno = at < 0 ? EINVAL : EFBIG;
    return -1;
  }
  for (size_t done = 0; done < count;) {
    off_t position = at + (off_t)done;
    size_t offset = (size_t)(position % pageBytes);
    size_t part = pageBytes - offset < count - done ? pageBytes - offset : count - done;
    memcpy(pageToWrite(o, (size_t)(position / pageBytes)) + offset, from + done, part);
    done += part;
  }
  if (count && at + (off_t)count > o->size) o->size = at + (off_t)count;
  return (ssize_t)count;
}

static int resize(Overlay *o, off_t size) {
  if (size < 0 || size > maxFileBytes) {
    errno = size < 0 ? EINVAL : EFBIG;
    return -1;
  }
  if (size < o->kept) o->kept = size;
  for (size_t i = 0; size < o->size && i < o->dirtyCount; i++) {
    off_t start = (off_t)o->dirty[i] * pageBytes;
    off_t from = size <= start ? 0 : size - start;
    if (from < pageBytes) memset(o->pages[o->dirty[i]] + from, 0, (size_t)(pageBytes - from));
  }
  o->size = size;
  return 0;
}

static void shuffle(size_t *numbers, size_t count) {
  static unsigned long long state = 0x9E3779B97F4A7C15ULL;  // the same order in every run
  for (size_t i = count; i > 1; i--) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    size_t j = (size_t)((state >> 33) % i), swapped = numbers[i - 1];
    numbers[i - 1] = numbers[j], numbers[j] = swapped;
  }
}

// Carries the overlay to the real file and syncs that. On failure the overlay keeps everything.
static int carry(Overlay *o) {
  if (o->kept < o->diskSize) {
    if (REAL(ftruncate)(o->file, o->kept)) return -1;
    o->diskSize = o->kept;
  }
  if (o->size != o->diskSize && REAL(ftruncate)(o->file, o->size)) return -1;
  o->diskSize = o->kept = o->size;
  shuffle(o->dirty, o->dirtyCount);
  for (size_t i = 0; i < o->dirtyCount; i++) {
    off_t start = (off_t)o->dirty[i] * pageBytes, end = start + pageBytes;
    if (end > o->size) end = o->size;
    for (off_t at = start; at < end;) {
      ssize_t n = REAL(pwrite)(o->file, o->pages[o->dirty[i]] + (at - start), (size_t)(end - at), at);
      if (n <= 0) return -1;
      at += n;
    }
  }
  if (REAL(fdatasync)(o->file)) return -1;
  forgetPages(o);
  return 0;
}

static int grow(Overlay *o, off_t size) { return size > o->size ? resize(o, size) : 0; }
static int carryNow(Overlay *o, off_t unused) { (void)unused; return carry(o); }

// An action with the lock taken.
static int withLock(Overlay *o, int (*action)(Overlay *, off_t), off_t value) {
  pthread_mutex_lock(&o->lock);
  int result = action(o, value);
  pthread_mutex_unlock(&o->lock);
  return result;
}
