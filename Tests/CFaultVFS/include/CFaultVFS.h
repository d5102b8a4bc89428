#ifndef CFAULTVFS_H
#define CFAULTVFS_H

#include <stdint.h>

/// A disk that can lose power and fail: a shim over SQLite's own file layer for the files of one folder.
///
/// Writes reach the real files at once, so that every connection sees them, and are remembered until
/// they are synced. After a cut nothing gets through any more; once all connections are closed,
/// `fault_disk_restore` leaves what a real disk might hold: what was synced, and of the rest as much
/// as the caller says. Real syncs are skipped. Disks are independent of each other and thread-safe.
typedef struct FaultDisk FaultDisk;

/// Watches the files of `folder` (an absolute path). The first call makes the shim SQLite's default
/// layer for the rest of the process; files elsewhere pass through it unchanged.
FaultDisk *fault_disk_mount(const char *folder);

/// Forgets the disk; its connections must be closed.
void fault_disk_unmount(FaultDisk *disk);

/// How many writes, truncations, deletions and syncs were asked for so far.
long fault_disk_operations(FaultDisk *disk);

/// The `nth` operation from now (1 is the next) and all that follow fail, reads included.
void fault_disk_cut_power_at(FaultDisk *disk, long nth);

/// The `nth` operation from now and the `count - 1` after it fail with SQLite's `code`.
void fault_disk_fail_at(FaultDisk *disk, long nth, long count, int code);

/// Whether the power is off.
int fault_disk_is_dead(FaultDisk *disk);

/// Turns the power on: each write that was not synced survives with a chance of `per_mille`, as `seed`
/// decides. Returns 0, or -1 if a file can't be written.
int fault_disk_restore(FaultDisk *disk, uint64_t seed, int per_mille);

#endif
