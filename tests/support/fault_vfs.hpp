// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <sqlite3.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>

namespace peilpunt::tests {

/// A SQLite VFS on top of the machine's own whose disk can be full or whose fsync can fail, at will.
class FaultVfs {
  public:
    explicit FaultVfs(std::string name) : name_(std::move(name)), real_(sqlite3_vfs_find(nullptr)) {
        vfs_ = *real_;
        vfs_.zName = name_.c_str();
        vfs_.pAppData = this;
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
        vfs_.xOpen = open;
        if (sqlite3_vfs_register(&vfs_, 0) != SQLITE_OK) throw std::runtime_error("cannot register the VFS");
    }
    ~FaultVfs() { sqlite3_vfs_unregister(&vfs_); }
    FaultVfs(const FaultVfs&) = delete;

    const char* name() const { return name_.c_str(); }
    std::atomic<bool> full{false};             ///< writes say SQLITE_FULL
    std::atomic<bool> sync_fails{false};       ///< fsync says SQLITE_IOERR_FSYNC
    std::atomic<bool> file_sync_fails{false};  ///< the same, of the database file alone, not of its log
    std::atomic<int> syncs{0};                 ///< fsyncs asked for

  private:
    struct File {
        sqlite3_file base;
        FaultVfs* owner;
        bool is_database;
        sqlite3_file* real() { return static_cast<sqlite3_file*>(static_cast<void*>(this + 1)); }
    };
    static File* file(sqlite3_file* handle) { return static_cast<File*>(static_cast<void*>(handle)); }
    static const sqlite3_io_methods* real_methods(sqlite3_file* handle) {
        return file(handle)->real()->pMethods;
    }

    static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* handle, int flags, int* out) {
        auto* owner = static_cast<FaultVfs*>(vfs->pAppData);
        auto* mine = new (static_cast<void*>(handle)) File{};
        mine->owner = owner;
        mine->is_database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
        const int code = owner->real_->xOpen(owner->real_, path, mine->real(), flags, out);
        if (code == SQLITE_OK) handle->pMethods = &methods();
        return code;
    }

    static const sqlite3_io_methods& methods() {
        static const sqlite3_io_methods all = [] {
            sqlite3_io_methods m{};
            m.iVersion = 2;
            m.xClose = [](sqlite3_file* f) { return real_methods(f)->xClose(file(f)->real()); };
            m.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
                return real_methods(f)->xRead(file(f)->real(), to, size, at);
            };
            m.xWrite = [](sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
                if (file(f)->owner->full) return SQLITE_FULL;
                return real_methods(f)->xWrite(file(f)->real(), from, size, at);
            };
            m.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
                return real_methods(f)->xTruncate(file(f)->real(), size);
            };
            m.xSync = [](sqlite3_file* f, int flags) {
                ++file(f)->owner->syncs;
                if (file(f)->owner->sync_fails || (file(f)->is_database && file(f)->owner->file_sync_fails))
                    return SQLITE_IOERR_FSYNC;
                return real_methods(f)->xSync(file(f)->real(), flags);
            };
            m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
                return real_methods(f)->xFileSize(file(f)->real(), size);
            };
            m.xLock = [](sqlite3_file* f, int level) {
                return real_methods(f)->xLock(file(f)->real(), level);
            };
            m.xUnlock = [](sqlite3_file* f, int level) {
                return real_methods(f)->xUnlock(file(f)->real(), level);
            };
            m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
                return real_methods(f)->xCheckReservedLock(file(f)->real(), out);
            };
            m.xFileControl = [](sqlite3_file* f, int op, void* arg) {
                return real_methods(f)->xFileControl(file(f)->real(), op, arg);
            };
            m.xSectorSize = [](sqlite3_file* f) { return real_methods(f)->xSectorSize(file(f)->real()); };
            m.xDeviceCharacteristics = [](sqlite3_file* f) {
                return real_methods(f)->xDeviceCharacteristics(file(f)->real());
            };
            m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
                return real_methods(f)->xShmMap(file(f)->real(), page, size, extend, out);
            };
            m.xShmLock = [](sqlite3_file* f, int at, int n, int flags) {
                return real_methods(f)->xShmLock(file(f)->real(), at, n, flags);
            };
            m.xShmBarrier = [](sqlite3_file* f) { real_methods(f)->xShmBarrier(file(f)->real()); };
            m.xShmUnmap = [](sqlite3_file* f, int remove) {
                return real_methods(f)->xShmUnmap(file(f)->real(), remove);
            };
            return m;
        }();
        return all;
    }

    std::string name_;
    sqlite3_vfs* real_;
    sqlite3_vfs vfs_{};
};

}  // namespace peilpunt::tests
