#include "CFaultVFS.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A write that was not synced; without data it is a truncation to `offset`.
typedef struct Pending {
  struct Pending *next;
  sqlite3_int64 offset;
  int length;
  unsigned char *data;
} Pending;

// A file as far as it is on the platter, and what is not.
typedef struct DiskFile {
  struct DiskFile *next;
  char *path;
  int was_synced;
  unsigned char *bytes;
  sqlite3_int64 size;
  Pending *first, *last;
} DiskFile;

struct FaultDisk {
  FaultDisk *next;
  char *folder;
  DiskFile *files;
  long operations;
  long cut_at;
  long fail_from, fail_to;
  int fail_code;
  int is_dead;
};

// What SQLite holds for an open file; the real file follows it in memory.
typedef struct {
  sqlite3_file base;
  FaultDisk *disk;
  DiskFile *record;
} OpenFile;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FaultDisk *disks;
static sqlite3_vfs *real;
static sqlite3_vfs shim;

static sqlite3_file *real_file(sqlite3_file *file) { return (sqlite3_file *)((OpenFile *)file + 1); }

static FaultDisk *disk_of(const char *path) {
  for (FaultDisk *disk = disks; path && disk; disk = disk->next) {
    size_t length = strlen(disk->folder);
    if (strncmp(path, disk->folder, length) == 0 && path[length] == '/') return disk;
  }
  return NULL;
}

// MARK: What is on the platter

static void resize(DiskFile *file, sqlite3_int64 size) {
  if (size > file->size) {
    file->bytes = realloc(file->bytes, (size_t)size);
    memset(file->bytes + file->size, 0, (size_t)(size - file->size));
  }
  file->size = size;
}

static void apply(DiskFile *file, const Pending *change) {
  if (change->data == NULL) {
    if (change->offset < file->size) resize(file, change->offset);
    return;
  }
  if (change->offset + change->length > file->size) resize(file, change->offset + change->length);
  memcpy(file->bytes + change->offset, change->data, (size_t)change->length);
}

static uint64_t draw(uint64_t *state) {
  uint64_t mixed = (*state += 0x9E3779B97F4A7C15);
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
  return mixed ^ (mixed >> 31);
}

// Empties the list of what is pending; applies each change with a chance of `per_mille`.
static void settle(DiskFile *file, uint64_t *random, int per_mille) {
  while (file->first) {
    Pending *change = file->first;
    file->first = change->next;
    if (per_mille >= 1000 || (int)(draw(random) % 1000) < per_mille) apply(file, change);
    free(change->data);
    free(change);
  }
  file->last = NULL;
}

static void note(DiskFile *file, const void *data, int length, sqlite3_int64 offset) {
  Pending *change = calloc(1, sizeof *change);
  change->offset = offset;
  change->length = length;
  if (data) {
    change->data = malloc((size_t)length);
    memcpy(change->data, data, (size_t)length);
  }
  if (file->last) file->last->next = change; else file->first = change;
  file->last = change;
}

static DiskFile *record_of(FaultDisk *disk, const char *path) {
  for (DiskFile *file = disk->files; file; file = file->next)
    if (strcmp(file->path, path) == 0) return file;
  DiskFile *file = calloc(1, sizeof *file);
  file->path = strdup(path);
  FILE *stream = fopen(path, "rb");
  if (stream) {
    // Found when the disk was mounted: taken to be safe.
    fseek(stream, 0, SEEK_END);
    resize(file, ftell(stream));
    rewind(stream);
    if (file->size > 0 && fread(file->bytes, 1, (size_t)file->size, stream) == 0) file->size = 0;
    fclose(stream);
    file->was_synced = 1;
  }
  file->next = disk->files;
  disk->files = file;
  return file;
}

static void forget(FaultDisk *disk, DiskFile *file) {
  uint64_t random = 0;
  for (DiskFile **link = &disk->files; *link; link = &(*link)->next)
    if (*link == file) { *link = file->next; break; }
  settle(file, &random, 0);
  free(file->bytes);
  free(file->path);
  free(file);
}

// Counts an operation; the code with which it must fail, or SQLITE_OK.
static int step(FaultDisk *disk, int code_when_dead) {
  disk->operations++;
  if (disk->cut_at && disk->operations >= disk->cut_at) disk->is_dead = 1;
  if (disk->is_dead) return code_when_dead;
  if (disk->operations >= disk->fail_from && disk->operations < disk->fail_to)
    return disk->fail_code;
  return SQLITE_OK;
}

// MARK: The methods of a file

static int file_close(sqlite3_file *file) {
  return real_file(file)->pMethods ? real_file(file)->pMethods->xClose(real_file(file)) : SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *buffer, int length, sqlite3_int64 offset) {
  if (((OpenFile *)file)->disk->is_dead) return SQLITE_IOERR_READ;
  return real_file(file)->pMethods->xRead(real_file(file), buffer, length, offset);
}

static int file_write(sqlite3_file *file, const void *data, int length, sqlite3_int64 offset) {
  OpenFile *open = (OpenFile *)file;
  pthread_mutex_lock(&lock);
  int code = step(open->disk, SQLITE_IOERR_WRITE);
  if (code == SQLITE_OK) {
    code = real_file(file)->pMethods->xWrite(real_file(file), data, length, offset);
    note(open->record, data, length, offset);
  }
  pthread_mutex_unlock(&lock);
  return code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
  OpenFile *open = (OpenFile *)file;
  pthread_mutex_lock(&lock);
  int code = step(open->disk, SQLITE_IOERR_TRUNCATE);
  if (code == SQLITE_OK) {
    code = real_file(file)->pMethods->xTruncate(real_file(file), size);
    note(open->record, NULL, 0, size);
  }
  pthread_mutex_unlock(&lock);
  return code;
}

static int file_sync(sqlite3_file *file, int flags) {
  (void)flags;
  OpenFile *open = (OpenFile *)file;
  uint64_t random = 0;
  pthread_mutex_lock(&lock);
  int code = step(open->disk, SQLITE_IOERR_FSYNC);
  if (code == SQLITE_OK) {
    settle(open->record, &random, 1000);
    open->record->was_synced = 1;
  }
  pthread_mutex_unlock(&lock);
  return code;
}

#define FORWARD(name, parameters, arguments)                             \
  static int file_##name parameters {                                    \
    sqlite3_file *inner = real_file(file);                               \
    return inner->pMethods->x##name arguments;                           \
  }

FORWARD(FileSize, (sqlite3_file *file, sqlite3_int64 *size), (inner, size))
FORWARD(Lock, (sqlite3_file *file, int level), (inner, level))
FORWARD(Unlock, (sqlite3_file *file, int level), (inner, level))
FORWARD(CheckReservedLock, (sqlite3_file *file, int *out), (inner, out))
FORWARD(FileControl, (sqlite3_file *file, int code, void *argument), (inner, code, argument))
FORWARD(SectorSize, (sqlite3_file *file), (inner))
FORWARD(DeviceCharacteristics, (sqlite3_file *file), (inner))
FORWARD(ShmMap, (sqlite3_file *file, int page, int size, int extend, void volatile **out),
        (inner, page, size, extend, out))
FORWARD(ShmLock, (sqlite3_file *file, int offset, int count, int flags),
        (inner, offset, count, flags))
FORWARD(ShmUnmap, (sqlite3_file *file, int delete), (inner, delete))

static void file_ShmBarrier(sqlite3_file *file) {
  real_file(file)->pMethods->xShmBarrier(real_file(file));
}

// Version 2: no memory mapping of the file itself, which would bypass the shim.
static const sqlite3_io_methods methods = {
    2, file_close, file_read, file_write, file_truncate, file_sync, file_FileSize, file_Lock,
    file_Unlock, file_CheckReservedLock, file_FileControl, file_SectorSize,
    file_DeviceCharacteristics, file_ShmMap, file_ShmLock, file_ShmBarrier, file_ShmUnmap, 0, 0};

// MARK: The layer

static int layer_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out) {
  (void)vfs;
  pthread_mutex_lock(&lock);
  FaultDisk *disk = disk_of(path);
  int is_dead = disk && disk->is_dead;
  DiskFile *record = disk && !is_dead ? record_of(disk, path) : NULL;
  pthread_mutex_unlock(&lock);
  file->pMethods = NULL;
  if (is_dead) return SQLITE_CANTOPEN;
  if (!disk) return real->xOpen(real, path, file, flags, out);
  OpenFile *open = (OpenFile *)file;
  open->disk = disk;
  open->record = record;
  int code = real->xOpen(real, path, real_file(file), flags, out);
  if (real_file(file)->pMethods) file->pMethods = &methods;
  return code;
}

static int layer_delete(sqlite3_vfs *vfs, const char *path, int sync_folder) {
  (void)vfs;
  pthread_mutex_lock(&lock);
  FaultDisk *disk = disk_of(path);
  int code = disk ? step(disk, SQLITE_IOERR_DELETE) : SQLITE_OK;
  if (code == SQLITE_OK) {
    code = real->xDelete(real, path, disk ? 0 : sync_folder);
    if (disk && code == SQLITE_OK) forget(disk, record_of(disk, path));
  }
  pthread_mutex_unlock(&lock);
  return code;
}

static void install(void) {
  if (real) return;
  real = sqlite3_vfs_find(NULL);
  shim = *real;
  shim.zName = "fault";
  shim.pNext = NULL;
  shim.szOsFile = (int)sizeof(OpenFile) + real->szOsFile;
  shim.xOpen = layer_open;
  shim.xDelete = layer_delete;
  sqlite3_vfs_register(&shim, 1);
}

FaultDisk *fault_disk_mount(const char *folder) {
  sqlite3_initialize();
  FaultDisk *disk = calloc(1, sizeof *disk);
  disk->folder = strdup(folder);
  pthread_mutex_lock(&lock);
  install();
  disk->next = disks;
  disks = disk;
  pthread_mutex_unlock(&lock);
  return disk;
}

void fault_disk_unmount(FaultDisk *disk) {
  pthread_mutex_lock(&lock);
  for (FaultDisk **link = &disks; *link; link = &(*link)->next)
    if (*link == disk) { *link = disk->next; break; }
  while (disk->files) forget(disk, disk->files);
  pthread_mutex_unlock(&lock);
  free(disk->folder);
  free(disk);
}

long fault_disk_operations(FaultDisk *disk) {
  pthread_mutex_lock(&lock);
  long count = disk->operations;
  pthread_mutex_unlock(&lock);
  return count;
}

void fault_disk_cut_power_at(FaultDisk *disk, long nth) {
  pthread_mutex_lock(&lock);
  disk->cut_at = disk->operations + nth;
  pthread_mutex_unlock(&lock);
}

void fault_disk_fail_at(FaultDisk *disk, long nth, long count, int code) {
  pthread_mutex_lock(&lock);
  disk->fail_from = disk->operations + nth;
  disk->fail_to = disk->fail_from + count;
  disk->fail_code = code;
  pthread_mutex_unlock(&lock);
}

int fault_disk_is_dead(FaultDisk *disk) {
  pthread_mutex_lock(&lock);
  int is_dead = disk->is_dead;
  pthread_mutex_unlock(&lock);
  return is_dead;
}

static int write_out(DiskFile *file) {
  if (!file->was_synced && file->size == 0) {
    unlink(file->path);
    return 0;
  }
  FILE *stream = fopen(file->path, "wb");
  if (!stream) return -1;
  size_t written = file->size > 0 ? fwrite(file->bytes, 1, (size_t)file->size, stream) : 0;
  return fclose(stream) == 0 && written == (size_t)file->size ? 0 : -1;
}

int fault_disk_restore(FaultDisk *disk, uint64_t seed, int per_mille) {
  int code = 0;
  pthread_mutex_lock(&lock);
  for (DiskFile *file = disk->files; file; file = file->next) {
    char memory[4096];
    settle(file, &seed, per_mille);
    if (write_out(file) != 0) code = -1;
    snprintf(memory, sizeof memory, "%s-shm", file->path);
    unlink(memory);
  }
  disk->is_dead = 0;
  disk->cut_at = 0;
  disk->fail_from = disk->fail_to = 0;
  pthread_mutex_unlock(&lock);
  return code;
}
