// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <sqlite3.h>

#include <cstring>
#include <new>

/// A SQLite VFS over the usual one, whose n-th write, sync or truncation fails: once, or that one and all
/// after it.
namespace peilpunt::kiosk::fault {

struct Plan {
    int fail_at = 0;  ///< 1 is the next one; 0: none fails
    bool sticky = false;
    int code = SQLITE_IOERR_WRITE;
    int calls = 0;
    bool happened = false;

    bool fails() {
        ++calls;
        const bool now = fail_at != 0 && (sticky ? calls >= fail_at : calls == fail_at);
        happened = happened || now;
        return now;
    }
};
inline Plan plan;  ///< tests are one thread

struct File {
    sqlite3_file base;
    sqlite3_file* real;  ///< right behind this one
};
inline sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }

inline int close(sqlite3_file* f) {
    sqlite3_file* inner = real(f);
    return inner->pMethods ? inner->pMethods->xClose(inner) : SQLITE_OK;
}
inline int read(sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
    return real(f)->pMethods->xRead(real(f), to, size, at);
}
inline int write(sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
    return plan.fails() ? plan.code : real(f)->pMethods->xWrite(real(f), from, size, at);
}
inline int truncate(sqlite3_file* f, sqlite3_int64 size) {
    return plan.fails() ? SQLITE_IOERR_TRUNCATE : real(f)->pMethods->xTruncate(real(f), size);
}
inline int sync(sqlite3_file* f, int flags) {
    return plan.fails() ? SQLITE_IOERR_FSYNC : real(f)->pMethods->xSync(real(f), flags);
}
inline int file_size(sqlite3_file* f, sqlite3_int64* size) {
    return real(f)->pMethods->xFileSize(real(f), size);
}
inline int lock(sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); }
inline int unlock(sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); }
inline int reserved(sqlite3_file* f, int* out) { return real(f)->pMethods->xCheckReservedLock(real(f), out); }
inline int control(sqlite3_file* f, int op, void* arg) {
    return real(f)->pMethods->xFileControl(real(f), op, arg);
}
inline int sector(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
inline int traits(sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
inline int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
    return real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
}
inline int shm_lock(sqlite3_file* f, int offset, int n, int flags) {
    return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
}
inline void shm_barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
inline int shm_unmap(sqlite3_file* f, int drop) { return real(f)->pMethods->xShmUnmap(real(f), drop); }

inline const sqlite3_io_methods kMethods{
    2,       close,  read,   write,   truncate, sync,        file_size, lock,    unlock, reserved,
    control, sector, traits, shm_map, shm_lock, shm_barrier, shm_unmap, nullptr, nullptr};

inline int open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* out) {
    auto* base = static_cast<sqlite3_vfs*>(vfs->pAppData);
    auto* outer = reinterpret_cast<File*>(file);
    outer->real = reinterpret_cast<sqlite3_file*>(outer + 1);
    std::memset(outer->real, 0, static_cast<std::size_t>(base->szOsFile));
    const int code = base->xOpen(base, name, outer->real, flags, out);
    outer->base.pMethods = code == SQLITE_OK ? &kMethods : nullptr;
    return code;
}

/// Registers it once; gives its name.
inline const char* vfs_name() {
    static sqlite3_vfs vfs = [] {
        sqlite3_vfs* base = sqlite3_vfs_find(nullptr);
        sqlite3_vfs made = *base;
        made.zName = "peilpunt-fault";
        made.szOsFile = static_cast<int>(sizeof(File)) + base->szOsFile;
        made.pAppData = base;
        made.xOpen = open;
        return made;
    }();
    static const int registered = sqlite3_vfs_register(&vfs, 0);
    return registered == SQLITE_OK ? vfs.zName : nullptr;
}

}  // namespace peilpunt::kiosk::fault
