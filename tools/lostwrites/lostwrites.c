// A file layer that loses every write that was not synced: what a power cut does, without the power cut.
//
//   cc -shared -fPIC -O2 -Wall -Wextra -o lostwrites.so lostwrites.c -ldl -pthread
//   ROSEMARY_LOSTWRITES_ROOT=/some/folder LD_PRELOAD=./lostwrites.so program
//
// Writes to regular files below the root stay in memory, one overlay per inode, visible to the whole
// process (read, fstat, lseek) but not to the disk. fsync and fdatasync carry the overlay to the real file,
// pages in a shuffled order, so that a kill in their midst leaves a torn file too. SIGKILL then loses
// precisely what was not synced, because what reached the real file survives a killed process.
//
// - Files named *-shm pass through (SQLite maps them); delete them after a kill, as a reboot would
//   have SQLite rebuild them.
// - Creation, rename and unlink are journalled metadata and pass through; contents and sizes are not.
// - A read-only mapping of a file with unsynced writes is a copy of that moment; a shared writable one is
//   refused (ENOTSUP, with a line on stderr), and so is stdio opened for writing (libc writes out of
//   sight): a gap is loud. Later unsynced writes do not show in a mapping that was made before.
// - For programs that reach the kernel through the dynamic libc; one process per root.
#include "overlay.h"

enum { maxDescriptors = 1 << 16 };

static pthread_mutex_t registry = PTHREAD_MUTEX_INITIALIZER;
static Overlay *overlays;
static _Atomic(Overlay *) byDescriptor[maxDescriptors];

// The root without symbolic links, or null where the layer is off.
static const char *root(void) {
  static char path[PATH_MAX];
  static atomic_int state;  // 0 unknown, 1 off, 2 on
  static pthread_mutex_t once = PTHREAD_MUTEX_INITIALIZER;
  if (!state) {
    pthread_mutex_lock(&once);
    const char *given = getenv("ROSEMARY_LOSTWRITES_ROOT");
    if (!given || !*given) state = 1;
    else if (realpath(given, path)) state = 2;
    else die("ROSEMARY_LOSTWRITES_ROOT is not a folder");
    pthread_mutex_unlock(&once);
  }
  return state == 2 ? path : NULL;
}

static bool isCovered(const char *path) {
  const char *base = root();
  size_t length = base ? strlen(base) : 0, total = strlen(path);
  if (!base || strncmp(path, base, length) || path[length] != '/') return false;
  return total < 4 || strcmp(path + total - 4, "-shm");
}

static Overlay *find(dev_t device, ino_t inode) {
  for (Overlay *o = overlays; o; o = o->next)
    if (o->device == device && o->inode == inode) return o;
  return NULL;
}

// MARK: Descriptors

// Puts a descriptor under the layer if it is a regular file below the root.
static int track(int fd) {
  struct stat status;
  char link[64], path[PATH_MAX];
  if (fd < 0 || !root() || REAL(fstat)(fd, &status) || !S_ISREG(status.st_mode)) return fd;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return fd;
  path[length] = 0;
  if (!isCovered(path)) return fd;
  if (fd >= maxDescriptors) die("too many descriptors");
  pthread_mutex_lock(&registry);
  Overlay *o = find(status.st_dev, status.st_ino);
  if (!o) {
    o = calloc(1, sizeof *o);
    if (!o) die("out of memory");
    o->device = status.st_dev, o->inode = status.st_ino;
    o->size = o->diskSize = o->kept = status.st_size;
    o->file = REAL(open)(link, O_RDWR | O_CLOEXEC);
    if (o->file < 0) o->file = REAL(open)(link, O_RDONLY | O_CLOEXEC);
    if (o->file < 0) die("cannot open a file a second time");
    pthread_mutex_init(&o->lock, NULL);
    o->next = overlays, overlays = o;
  }
  o->users++;
  byDescriptor[fd] = o;
  pthread_mutex_unlock(&registry);
  return fd;
}

static Overlay *overlayOf(int fd) {
  return fd >= 0 && fd < maxDescriptors ? byDescriptor[fd] : NULL;
}

// A descriptor is gone. An overlay that holds nothing unsynced, or whose file is gone too, goes with its
// last descriptor; the struct itself stays, so that a racing reader never sees freed memory.
static void leave(Overlay *o) {
  struct stat status;
  pthread_mutex_lock(&registry);
  pthread_mutex_lock(&o->lock);
  bool unlinked = !REAL(fstat)(o->file, &status) && status.st_nlink == 0;
  if (--o->users == 0 && (unlinked || isClean(o))) {
    for (Overlay **at = &overlays; *at; at = &(*at)->next)
      if (*at == o) {
        *at = o->next;
        break;
      }
    forgetPages(o);
    free(o->pages), free(o->dirty);
    o->pages = NULL, o->dirty = NULL, o->capacity = o->dirtyCapacity = 0;
    REAL(close)(o->file);
  }
  pthread_mutex_unlock(&o->lock);
  pthread_mutex_unlock(&registry);
}

// `copy` is a duplicate of `fd`.
static int share(int fd, int copy) {
  Overlay *o = overlayOf(fd);
  if (copy < 0 || !o) return copy;
  if (copy >= maxDescriptors) die("too many descriptors");
  pthread_mutex_lock(&registry);
  o->users++;
  byDescriptor[copy] = o;
  pthread_mutex_unlock(&registry);
  return copy;
}

// MARK: Reading and writing, at an offset or (where it is negative) at the descriptor's own

static ssize_t transfer(int fd, Overlay *o, const struct iovec *parts, int count, off_t at, bool writes) {
  int flags = REAL(fcntl)(fd, F_GETFL), access = flags & O_ACCMODE;
  if (flags < 0 || access == (writes ? O_RDONLY : O_WRONLY)) return errno = EBADF, -1;
  bool own = at == ownOffset;
  ssize_t total = 0;
  pthread_mutex_lock(&o->lock);
  if (own) at = REAL(lseek)(fd, 0, SEEK_CUR);
  if (writes && (flags & O_APPEND)) at = o->size;  // as Linux does, for pwrite too
  for (int i = 0; i < count; i++) {
    ssize_t n = writes ? writeOverlay(o, parts[i].iov_base, parts[i].iov_len, at + total)
                       : readOverlay(o, parts[i].iov_base, parts[i].iov_len, at + total);
    if (n < 0 && !total) total = -1;
    if (n < 0) break;
    total += n;
    if ((size_t)n < parts[i].iov_len) break;
  }
  if (own && total > 0) REAL(lseek)(fd, at + total, SEEK_SET);
  if (writes && total > 0 && (flags & O_DSYNC) && carry(o)) total = -1;
  pthread_mutex_unlock(&o->lock);
  return total;
}

static ssize_t transferOne(int fd, Overlay *o, const void *data, size_t count, off_t at, bool writes) {
  struct iovec part = {(void *)data, count};
  return transfer(fd, o, &part, 1, at, writes);
}

static ssize_t transferAt(int fd, Overlay *o, const struct iovec *parts, int count, off_t at, bool writes) {
  if (at < 0) return errno = EINVAL, -1;
  return transfer(fd, o, parts, count, at, writes);
}

#define FORWARD(call, covered)                                                                             \
  Overlay *o = overlayOf(fd);                                                                              \
  return o ? (covered) : (call)

ssize_t read(int fd, void *to, size_t n) {
  FORWARD(REAL(read)(fd, to, n), transferOne(fd, o, to, n, ownOffset, false));
}
ssize_t write(int fd, const void *from, size_t n) {
  FORWARD(REAL(write)(fd, from, n), transferOne(fd, o, from, n, ownOffset, true));
}
ssize_t readv(int fd, const struct iovec *v, int n) {
  FORWARD(REAL(readv)(fd, v, n), transfer(fd, o, v, n, ownOffset, false));
}
ssize_t writev(int fd, const struct iovec *v, int n) {
  FORWARD(REAL(writev)(fd, v, n), transfer(fd, o, v, n, ownOffset, true));
}
ssize_t pread(int fd, void *to, size_t n, off_t at) {
  struct iovec part = {to, n};
  FORWARD(REAL(pread)(fd, to, n, at), transferAt(fd, o, &part, 1, at, false));
}
ssize_t pwrite(int fd, const void *from, size_t n, off_t at) {
  struct iovec part = {(void *)from, n};
  FORWARD(REAL(pwrite)(fd, from, n, at), transferAt(fd, o, &part, 1, at, true));
}
ssize_t preadv(int fd, const struct iovec *v, int n, off_t at) {
  FORWARD(REAL(preadv)(fd, v, n, at), transferAt(fd, o, v, n, at, false));
}
ssize_t pwritev(int fd, const struct iovec *v, int n, off_t at) {
  FORWARD(REAL(pwritev)(fd, v, n, at), transferAt(fd, o, v, n, at, true));
}
ssize_t preadv2(int fd, const struct iovec *v, int n, off_t at, int f) {
  FORWARD(REAL(preadv2)(fd, v, n, at, f), transfer(fd, o, v, n, at, false));
}
ssize_t pwritev2(int fd, const struct iovec *v, int n, off_t at, int f) {
  FORWARD(REAL(pwritev2)(fd, v, n, at, f),
          (f ? (errno = EOPNOTSUPP, -1) : transfer(fd, o, v, n, at, true)));
}
ssize_t pread64(int fd, void *to, size_t n, off64_t at) { return pread(fd, to, n, at); }
ssize_t pwrite64(int fd, const void *from, size_t n, off64_t at) { return pwrite(fd, from, n, at); }
ssize_t preadv64(int fd, const struct iovec *v, int n, off64_t at) { return preadv(fd, v, n, at); }
ssize_t pwritev64(int fd, const struct iovec *v, int n, off64_t at) {
  return pwritev(fd, v, n, at);
}
ssize_t preadv64v2(int fd, const struct iovec *v, int n, off64_t at, int f) {
  return preadv2(fd, v, n, at, f);
}
ssize_t pwritev64v2(int fd, const struct iovec *v, int n, off64_t at, int f) {
  return pwritev2(fd, v, n, at, f);
}
ssize_t __read_chk(int fd, void *to, size_t n, size_t room) { (void)room; return read(fd, to, n); }
ssize_t __pread_chk(int fd, void *to, size_t n, off_t at, size_t room) {
  (void)room;
  return pread(fd, to, n, at);
}
ssize_t __pread64_chk(int fd, void *to, size_t n, off64_t at, size_t room) {
  (void)room;
  return pread(fd, to, n, at);
}

// MARK: Sizes

int ftruncate(int fd, off_t size) { FORWARD(REAL(ftruncate)(fd, size), withLock(o, resize, size)); }
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }
int fallocate(int fd, int mode, off_t at, off_t n) {
  Overlay *o = overlayOf(fd);
  if (!o) return REAL(fallocate)(fd, mode, at, n);
  if (mode & ~FALLOC_FL_KEEP_SIZE) return errno = EOPNOTSUPP, -1;
  return mode ? 0 : withLock(o, grow, at + n);
}
int fallocate64(int fd, int mode, off64_t at, off64_t n) { return fallocate(fd, mode, at, n); }
int posix_fallocate(int fd, off_t at, off_t n) {
  FORWARD(REAL(posix_fallocate)(fd, at, n), withLock(o, grow, at + n) ? errno : 0);
}
int posix_fallocate64(int fd, off64_t at, off64_t n) { return posix_fallocate(fd, at, n); }

int truncate(const char *path, off_t size) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  int result = ftruncate(fd, size), problem = errno;
  close(fd);
  errno = problem;
  return result;
}
int truncate64(const char *path, off64_t size) { return truncate(path, size); }

off_t lseek(int fd, off_t offset, int whence) {
  Overlay *o = overlayOf(fd);
  if (!o || whence == SEEK_SET || whence == SEEK_CUR) return REAL(lseek)(fd, offset, whence);
  pthread_mutex_lock(&o->lock);
  off_t size = o->size;
  pthread_mutex_unlock(&o->lock);
  if (whence == SEEK_END) return REAL(lseek)(fd, size + offset, SEEK_SET);
  if (offset >= size) return errno = ENXIO, -1;
  return REAL(lseek)(fd, whence == SEEK_HOLE ? size : offset, SEEK_SET);  // one run of data, no holes
}
off64_t lseek64(int fd, off64_t offset, int whence) { return lseek(fd, offset, whence); }

// The size that the program sees of an inode; false where the layer holds nothing of it.
static bool sizeSeen(dev_t device, ino_t inode, off_t *size) {
  if (!root()) return false;
  pthread_mutex_lock(&registry);
  Overlay *o = find(device, inode);
  if (o) {
    pthread_mutex_lock(&o->lock);
    *size = o->size;
    pthread_mutex_unlock(&o->lock);
  }
  pthread_mutex_unlock(&registry);
  return o != NULL;
}

static int amend(int result, struct stat *status) {
  if (!result && S_ISREG(status->st_mode)) sizeSeen(status->st_dev, status->st_ino, &status->st_size);
  return result;
}

int fstat(int fd, struct stat *s) { return amend(REAL(fstat)(fd, s), s); }
int stat(const char *path, struct stat *s) { return amend(REAL(stat)(path, s), s); }
int lstat(const char *path, struct stat *s) { return amend(REAL(lstat)(path, s), s); }
int fstatat(int at, const char *path, struct stat *s, int flags) {
  return amend(REAL(fstatat)(at, path, s, flags), s);
}
int fstat64(int fd, struct stat64 *s) { return fstat(fd, (struct stat *)s); }
int stat64(const char *path, struct stat64 *s) { return stat(path, (struct stat *)s); }
int lstat64(const char *path, struct stat64 *s) { return lstat(path, (struct stat *)s); }
int fstatat64(int at, const char *path, struct stat64 *s, int flags) {
  return fstatat(at, path, (struct stat *)s, flags);
}
int statx(int at, const char *restrict path, int flags, unsigned mask, struct statx *restrict s) {
  int result = REAL(statx)(at, path, flags, mask, s);
  off_t size;
  if (result || !S_ISREG(s->stx_mode)) return result;
  if (sizeSeen(makedev(s->stx_dev_major, s->stx_dev_minor), s->stx_ino, &size))
    s->stx_size = (unsigned long long)size;
  return result;
}

// MARK: Syncing

int fdatasync(int fd) { FORWARD(REAL(fdatasync)(fd), withLock(o, carryNow, 0)); }
int fsync(int fd) { FORWARD(REAL(fsync)(fd), withLock(o, carryNow, 0)); }
int sync_file_range(int fd, off64_t at, off64_t n, unsigned f) {
  FORWARD(REAL(sync_file_range)(fd, at, n, f), 0);
}
void sync(void) {
  pthread_mutex_lock(&registry);
  for (Overlay *o = overlays; o; o = o->next)
    if (withLock(o, carryNow, 0)) die("sync failed");
  pthread_mutex_unlock(&registry);
  REAL(sync)();
}
int syncfs(int fd) {
  sync();
  return REAL(syncfs)(fd);
}

// MARK: Opening, duplicating, closing

// O_TRUNC is taken out of the flags, because it would empty the real file at once.
static int opened(int fd, int flags) {
  bool empties = root() && (flags & O_TRUNC) && (flags & O_ACCMODE) != O_RDONLY;
  struct stat status;
  if (track(fd) >= 0 && empties && !REAL(fstat)(fd, &status) && S_ISREG(status.st_mode)) ftruncate(fd, 0);
  return fd;
}

static int passed(int flags) { return root() ? flags & ~O_TRUNC : flags; }

#define MODE_FROM(last)                                                                                    \
  mode_t mode = 0;                                                                                         \
  if (flags & (O_CREAT | __O_TMPFILE)) {                                                                   \
    va_list more;                                                                                          \
    va_start(more, last);                                                                                  \
    mode = va_arg(more, mode_t);                                                                           \
    va_end(more);                                                                                          \
  }

int open(const char *path, int flags, ...) {
  MODE_FROM(flags)
  return opened(REAL(open)(path, passed(flags), mode), flags);
}
int open64(const char *path, int flags, ...) {
  MODE_FROM(flags)
  return open(path, flags | O_LARGEFILE, mode);
}
int openat(int at, const char *path, int flags, ...) {
  MODE_FROM(flags)
  return opened(REAL(openat)(at, path, passed(flags), mode), flags);
}
int openat64(int at, const char *path, int flags, ...) {
  MODE_FROM(flags)
  return openat(at, path, flags, mode);
}
int __open_2(const char *path, int flags) { return open(path, flags); }
int __open64_2(const char *path, int flags) { return open(path, flags); }
int __openat_2(int at, const char *path, int flags) { return openat(at, path, flags); }
int __openat64_2(int at, const char *path, int flags) { return openat(at, path, flags); }
int creat(const char *path, mode_t mode) { return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }
int mkstemp(char *path) { return track(REAL(mkstemp)(path)); }
int mkstemp64(char *path) { return mkstemp(path); }
int mkostemp(char *path, int flags) { return track(REAL(mkostemp)(path, flags)); }
int mkostemp64(char *path, int flags) { return mkostemp(path, flags); }
int mkstemps(char *path, int n) { return track(REAL(mkstemps)(path, n)); }
int mkostemps(char *path, int n, int flags) { return track(REAL(mkostemps)(path, n, flags)); }

static FILE *guardStdio(FILE *file, const char *mode) {
  if (!file || !strpbrk(mode, "wa+")) return file;
  int fd = fileno(file);
  Overlay *o = overlayOf(track(fd));
  if (!o) return file;
  dprintf(2, "lostwrites: stdio opened for writing below the root: its writes can't be held back\n");
  byDescriptor[fd] = NULL;
  fclose(file);
  leave(o);
  return errno = ENOTSUP, NULL;
}
FILE *fopen(const char *restrict path, const char *restrict mode) {
  return guardStdio(REAL(fopen)(path, mode), mode);
}
FILE *fopen64(const char *restrict path, const char *restrict mode) { return fopen(path, mode); }

int close(int fd) {
  Overlay *o = fd >= 0 && fd < maxDescriptors ? atomic_exchange(&byDescriptor[fd], NULL) : NULL;
  int result = REAL(close)(fd);  // first forgotten, then closed: another thread may get the number at once
  if (o) leave(o);
  return result;
}

int dup(int fd) { return share(fd, REAL(dup)(fd)); }

static int replaced(int fd, int target, int flags, bool three) {
  Overlay *o = fd != target && target >= 0 && target < maxDescriptors ? byDescriptor[target] : NULL;
  int result = three ? REAL(dup3)(fd, target, flags) : REAL(dup2)(fd, target);
  if (result < 0 || fd == target) return result;
  byDescriptor[target] = NULL;
  if (o) leave(o);
  return share(fd, result);
}
int dup2(int fd, int target) { return replaced(fd, target, 0, false); }
int dup3(int fd, int target, int flags) { return replaced(fd, target, flags, true); }

int fcntl(int fd, int command, ...) {
  va_list more;
  va_start(more, command);
  void *argument = va_arg(more, void *);
  va_end(more);
  int result = REAL(fcntl)(fd, command, argument);
  return command == F_DUPFD || command == F_DUPFD_CLOEXEC ? share(fd, result) : result;
}
int fcntl64(int fd, int command, ...) {
  va_list more;
  va_start(more, command);
  void *argument = va_arg(more, void *);
  va_end(more);
  return fcntl(fd, command, argument);
}

// MARK: Ways around read and write

void *mmap(void *where, size_t length, int protection, int flags, int fd, off_t at) {
  Overlay *o = flags & MAP_ANONYMOUS ? NULL : overlayOf(fd);
  if (!o) return REAL(mmap)(where, length, protection, flags, fd, at);
  void *result = MAP_FAILED;
  pthread_mutex_lock(&o->lock);
  if ((flags & MAP_SHARED) && (protection & PROT_WRITE)) {
    dprintf(2, "lostwrites: a shared writable mapping below the root: its writes can't be held back\n");
    errno = ENOTSUP;
  } else if (isClean(o)) {
    result = REAL(mmap)(where, length, protection, flags, fd, at);
  } else {
    int private = (flags & ~(MAP_SHARED | MAP_SHARED_VALIDATE)) | MAP_PRIVATE | MAP_ANONYMOUS;
    result = REAL(mmap)(where, length, PROT_READ | PROT_WRITE, private, -1, 0);
    if (result != MAP_FAILED) readOverlay(o, result, length, at), mprotect(result, length, protection);
  }
  pthread_mutex_unlock(&o->lock);
  return result;
}
void *mmap64(void *where, size_t n, int protection, int flags, int fd, off64_t at) {
  return mmap(where, n, protection, flags, fd, at);
}

ssize_t copy_file_range(int from, off64_t *a, int to, off64_t *b, size_t n, unsigned flags) {
  if (overlayOf(from) || overlayOf(to)) return errno = EXDEV, -1;  // callers then read and write
  return REAL(copy_file_range)(from, a, to, b, n, flags);
}
ssize_t sendfile(int to, int from, off_t *at, size_t n) {
  if (overlayOf(from) || overlayOf(to)) return errno = EINVAL, -1;
  return REAL(sendfile)(to, from, at, n);
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t n) { return sendfile(to, from, at, n); }
