#include "journal/faulty_vfs.h"

#include <sqlite3.h>

#include <cstring>

namespace heed::journal {
namespace {

// Ours first, then the usual layer's own file in the same block.
struct FaultyFile {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<FaultyFile*>(file)->real(); }

int close(sqlite3_file* f) {
  return real(f)->pMethods ? real(f)->pMethods->xClose(real(f)) : SQLITE_OK;
}
int read(sqlite3_file* f, void* to, int count, sqlite3_int64 at) {
  return real(f)->pMethods->xRead(real(f), to, count, at);
}
int write(sqlite3_file* f, const void* from, int count, sqlite3_int64 at) {
  Faults& now = faults();
  if (now.writes_fail) return SQLITE_IOERR_WRITE;
  if (now.bytes_until_full >= 0 && (now.bytes_until_full -= count) < 0) {
    now.bytes_until_full = 0;
    return SQLITE_FULL;
  }
  return real(f)->pMethods->xWrite(real(f), from, count, at);
}
int truncate(sqlite3_file* f, sqlite3_int64 size) {
  return real(f)->pMethods->xTruncate(real(f), size);
}
int sync(sqlite3_file* f, int flags) {
  ++faults().syncs;
  if (faults().syncs_fail) return SQLITE_IOERR_FSYNC;
  return real(f)->pMethods->xSync(real(f), flags);
}
int file_size(sqlite3_file* f, sqlite3_int64* size) {
  return real(f)->pMethods->xFileSize(real(f), size);
}
int lock(sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); }
int unlock(sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
int check_lock(sqlite3_file* f, int* out) {
  return real(f)->pMethods->xCheckReservedLock(real(f), out);
}
int control(sqlite3_file* f, int op, void* arg) {
  return real(f)->pMethods->xFileControl(real(f), op, arg);
}
int sector_size(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
int device(sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
  return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}
int shm_lock(sqlite3_file* f, int at, int count, int flags) {
  return real(f)->pMethods->xShmLock(real(f), at, count, flags);
}
void shm_barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
int shm_unmap(sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); }

const sqlite3_io_methods methods{2,           close,       read,    write,   truncate,
                                 sync,        file_size,   lock,    unlock,  check_lock,
                                 control,     sector_size, device,  shm_map, shm_lock,
                                 shm_barrier, shm_unmap,   nullptr, nullptr};

sqlite3_vfs* usual = nullptr;

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  std::memset(file, 0, sizeof(FaultyFile));
  const int code = usual->xOpen(usual, name, real(file), flags, out_flags);
  if (code == SQLITE_OK) file->pMethods = &methods;
  return code;
}

}  // namespace

Faults& faults() {
  static Faults all;
  return all;
}

std::string faulty_vfs() {
  static sqlite3_vfs vfs = [] {
    usual = sqlite3_vfs_find(nullptr);
    sqlite3_vfs copy = *usual;
    copy.zName = "faulty";
    copy.szOsFile = static_cast<int>(sizeof(FaultyFile)) + usual->szOsFile;
    copy.xOpen = open;
    copy.pNext = nullptr;
    return copy;
  }();
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  (void)registered;
  return vfs.zName;
}

}  // namespace heed::journal
