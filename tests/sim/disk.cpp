// SPDX-License-Identifier: EUPL-1.2
#include "tests/sim/disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace peilpunt::sim {
namespace {

constexpr std::size_t kSector = 512;

void put(std::string& file, std::size_t at, std::string_view bytes) {
    if (file.size() < at + bytes.size()) file.resize(at + bytes.size(), '\0');
    file.replace(at, bytes.size(), bytes);
}

/// Calls `each(offset, length)` for the part of a write in each sector.
template <class Each>
void by_sector(std::size_t at, std::size_t size, Each each) {
    for (std::size_t from = 0; from < size;) {
        const std::size_t length = std::min(size - from, kSector - (at + from) % kSector);
        each(from, length);
        from += length;
    }
}

}  // namespace

/// The calls of SQLite; it hands over C structs, so the casts are its own.
struct DiskCalls {
    struct Handle {
        sqlite3_file base;
        Disk* disk;
        std::shared_ptr<Disk::File>* file;
        int level;
        bool memory;
        bool goes_at_close;
    };
    static Handle* handle(sqlite3_file* f) { return static_cast<Handle*>(static_cast<void*>(f)); }
    static Disk& disk(sqlite3_file* f) { return *handle(f)->disk; }
    static Disk::File& file(sqlite3_file* f) { return **handle(f)->file; }

    static int close(sqlite3_file* f) {
        auto* own = handle(f);
        unlock(f, SQLITE_LOCK_NONE);
        --file(f).handles;
        --own->disk->open_;
        delete own->file;
        own->file = nullptr;
        return SQLITE_OK;
    }
    static int read(sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
        auto& owner = disk(f);
        if (owner.dead_) return SQLITE_IOERR_READ;
        if (owner.chance_.in_ten_thousand(owner.faults.read_fails)) {
            ++owner.failed;
            return SQLITE_IOERR_READ;
        }
        const auto& bytes = file(f).now;
        const auto start = static_cast<std::size_t>(at), wanted = static_cast<std::size_t>(size);
        const std::size_t have = start < bytes.size() ? std::min(bytes.size() - start, wanted) : 0;
        if (have > 0) std::memcpy(to, bytes.data() + start, have);
        if (have == wanted) return SQLITE_OK;
        std::memset(static_cast<char*>(to) + have, 0, wanted - have);
        return SQLITE_IOERR_SHORT_READ;
    }
    static int write(sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
        auto& owner = disk(f);
        const bool alive = !owner.dead_;
        const int code = owner.change(SQLITE_IOERR_WRITE, true);
        // The one that it dies in may be half on the disk.
        if (code != SQLITE_OK && !(alive && owner.dead_)) return code;
        const std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(size));
        file(f).pending.push_back({static_cast<std::size_t>(at), std::string(bytes), false});
        put(file(f).now, static_cast<std::size_t>(at), bytes);
        return code;
    }
    static int truncate(sqlite3_file* f, sqlite3_int64 size) {
        if (const int code = disk(f).change(SQLITE_IOERR_TRUNCATE, false); code != SQLITE_OK) return code;
        file(f).now.resize(static_cast<std::size_t>(size), '\0');
        file(f).pending.push_back({static_cast<std::size_t>(size), "", true});
        return SQLITE_OK;
    }
    static int sync(sqlite3_file* f, int) {
        auto& owner = disk(f);
        auto& own = file(f);
        const int code = owner.change(SQLITE_IOERR_FSYNC, false);
        if (owner.dead_) return code;
        if (code == SQLITE_OK && owner.chance_.in_ten_thousand(owner.faults.sync_fails)) {
            ++owner.failed;
            if (owner.chance_.percent(70)) own.pending.clear();
            return SQLITE_IOERR_FSYNC;
        }
        if (code != SQLITE_OK || owner.lies) return code;
        for (const auto& one : own.pending) {
            if (one.truncates)
                own.durable.resize(one.at, '\0');
            else
                put(own.durable, one.at, one.bytes);
        }
        own.pending.clear();
        own.is_durable = true;
        return SQLITE_OK;
    }
    static int file_size(sqlite3_file* f, sqlite3_int64* size) {
        *size = static_cast<sqlite3_int64>(file(f).now.size());
        return SQLITE_OK;
    }

    static int lock(sqlite3_file* f, int level) {
        auto* own = handle(f);
        auto& at = file(f);
        const auto others = [&](void* holder) { return holder && holder != own; };
        if (level <= own->level) return SQLITE_OK;
        if (own->level == SQLITE_LOCK_NONE) {
            if (others(at.exclusive) || others(at.pending_lock)) return SQLITE_BUSY;
            ++at.shared;
            own->level = SQLITE_LOCK_SHARED;
        }
        if (level >= SQLITE_LOCK_RESERVED) {
            if (others(at.reserved)) return SQLITE_BUSY;
            at.reserved = own;
            own->level = std::max(own->level, SQLITE_LOCK_RESERVED);
        }
        if (level == SQLITE_LOCK_EXCLUSIVE) {
            at.pending_lock = own;
            if (at.shared > 1) return SQLITE_BUSY;
            at.exclusive = own;
            own->level = SQLITE_LOCK_EXCLUSIVE;
        }
        return SQLITE_OK;
    }
    static int unlock(sqlite3_file* f, int level) {
        auto* own = handle(f);
        auto& at = file(f);
        if (own->level <= level) return SQLITE_OK;
        for (void** held : {&at.reserved, &at.exclusive, &at.pending_lock})
            if (*held == own) *held = nullptr;
        if (level == SQLITE_LOCK_NONE) --at.shared;
        own->level = level;
        return SQLITE_OK;
    }
    static int reserved(sqlite3_file* f, int* out) {
        *out = file(f).reserved != nullptr;
        return SQLITE_OK;
    }
    static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
    static int sector(sqlite3_file*) { return 4096; }
    static int traits(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

    static int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        auto& at = file(f);
        if (!handle(f)->memory) ++at.memory_users;
        handle(f)->memory = true;
        *out = nullptr;
        const auto wanted = static_cast<std::size_t>(page);
        while (at.shared_memory.size() <= wanted) {
            if (!extend) return SQLITE_OK;
            at.shared_memory.push_back(std::make_unique<std::string>(static_cast<std::size_t>(size), '\0'));
        }
        *out = at.shared_memory[wanted]->data();
        return SQLITE_OK;
    }
    static int shm_lock(sqlite3_file* f, int offset, int n, int flags) {
        auto& at = file(f);
        auto* own = handle(f);
        for (int i = offset; i < offset + n; ++i) {
            if ((flags & SQLITE_SHM_UNLOCK) != 0) {
                if ((flags & SQLITE_SHM_SHARED) != 0)
                    --at.memory_shared[i];
                else if (at.memory_exclusive[i] == own)
                    at.memory_exclusive[i] = nullptr;
            } else if (at.memory_exclusive[i] ||
                       ((flags & SQLITE_SHM_EXCLUSIVE) != 0 && at.memory_shared[i] > 0)) {
                return SQLITE_BUSY;  // nothing was taken yet: locks of several are exclusive and free
            }
        }
        if ((flags & SQLITE_SHM_UNLOCK) != 0) return SQLITE_OK;
        for (int i = offset; i < offset + n; ++i) {
            if ((flags & SQLITE_SHM_SHARED) != 0)
                ++at.memory_shared[i];
            else
                at.memory_exclusive[i] = own;
        }
        return SQLITE_OK;
    }
    static void shm_barrier(sqlite3_file*) {}
    static int shm_unmap(sqlite3_file* f, int) {
        auto& at = file(f);
        if (!handle(f)->memory) return SQLITE_OK;
        handle(f)->memory = false;
        if (--at.memory_users == 0) at.shared_memory.clear();
        return SQLITE_OK;
    }

    static int open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* f, int flags, int* out) {
        static const sqlite3_io_methods kMethods{
            2,       close,  read,   write,   truncate, sync,        file_size, lock,    unlock, reserved,
            control, sector, traits, shm_map, shm_lock, shm_barrier, shm_unmap, nullptr, nullptr};
        auto& owner = *static_cast<Disk*>(vfs->pAppData);
        f->pMethods = nullptr;
        if (owner.dead_) return SQLITE_CANTOPEN;
        std::shared_ptr<Disk::File> opened;
        if (!name) {
            opened = std::make_shared<Disk::File>();  // temporary, and goes with its handle
        } else if (const auto found = owner.files_.find(name); found != owner.files_.end()) {
            opened = found->second;
        } else {
            if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
            if (owner.change(SQLITE_CANTOPEN, true) != SQLITE_OK) return SQLITE_CANTOPEN;
            opened = owner.files_[name] = std::make_shared<Disk::File>();
        }
        ++opened->handles;
        ++owner.open_;
        auto* own = handle(f);
        *own = {{&kMethods}, &owner, new std::shared_ptr<Disk::File>(opened), SQLITE_LOCK_NONE, false, false};
        if (out) *out = flags;
        return SQLITE_OK;
    }
    static int remove(sqlite3_vfs* vfs, const char* name, int) {
        auto& owner = *static_cast<Disk*>(vfs->pAppData);
        if (const int code = owner.change(SQLITE_IOERR_DELETE, false); code != SQLITE_OK) return code;
        return owner.files_.erase(name) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
    }
    static int access(sqlite3_vfs* vfs, const char* name, int, int* out) {
        *out = static_cast<Disk*>(vfs->pAppData)->files_.contains(name);
        return SQLITE_OK;
    }
    static int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
        sqlite3_snprintf(size, out, "%s", name);
        return SQLITE_OK;
    }
    static int randomness(sqlite3_vfs* vfs, int size, char* out) {
        static_cast<Disk*>(vfs->pAppData)
            ->chance_.fill(std::span(static_cast<std::uint8_t*>(static_cast<void*>(out)),
                                     static_cast<std::size_t>(size)));
        return size;
    }
    static int sleep(sqlite3_vfs*, int microseconds) { return microseconds; }  // nobody else runs meanwhile
    static int now(sqlite3_vfs*, double* out) {
        *out = 2461000.5;
        return SQLITE_OK;
    }
    static int last_error(sqlite3_vfs*, int, char*) { return 0; }
};

Disk::Disk(std::uint64_t seed) : vfs_(std::make_unique<sqlite3_vfs>()), chance_(seed) {
    static int number = 0;
    name_ = "simulated-" + std::to_string(++number);
    *vfs_ = {};
    vfs_->iVersion = 1;
    vfs_->szOsFile = sizeof(DiskCalls::Handle);
    vfs_->mxPathname = 512;
    vfs_->zName = name_.c_str();
    vfs_->pAppData = this;
    vfs_->xOpen = DiskCalls::open;
    vfs_->xDelete = DiskCalls::remove;
    vfs_->xAccess = DiskCalls::access;
    vfs_->xFullPathname = DiskCalls::full_path;
    vfs_->xRandomness = DiskCalls::randomness;
    vfs_->xSleep = DiskCalls::sleep;
    vfs_->xCurrentTime = DiskCalls::now;
    vfs_->xGetLastError = DiskCalls::last_error;
    if (sqlite3_vfs_register(vfs_.get(), 0) != SQLITE_OK) throw std::runtime_error("cannot register a disk");
}

Disk::~Disk() { sqlite3_vfs_unregister(vfs_.get()); }

void Disk::copy_from(const Disk& other) {
    for (const auto& [path, file] : other.files_) {
        auto copy = std::make_shared<File>();
        copy->now = copy->durable = file->now;
        copy->is_durable = true;
        files_[path] = std::move(copy);
    }
}

int Disk::change(int code_when_failing, bool takes_room) {
    if (dead_) return code_when_failing;
    ++operations;
    if (dies_in_ > 0 && --dies_in_ == 0) {
        dead_ = true;
        return code_when_failing;
    }
    if (code_when_failing != SQLITE_IOERR_FSYNC && chance_.in_ten_thousand(faults.write_fails)) {
        ++failed;
        return code_when_failing;
    }
    if (takes_room && chance_.in_ten_thousand(faults.full)) {
        ++failed;
        return SQLITE_FULL;
    }
    return SQLITE_OK;
}

void Disk::restart() {
    if (open_ > 0) throw std::logic_error("a disk restarts with open files");
    dead_ = false;
    dies_in_ = 0;
}

void Disk::power_cut() {
    restart();
    const int survives = chance_.percent(30) ? 0 : chance_.percent(50) ? 50 : 90;
    for (auto entry = files_.begin(); entry != files_.end();) {
        File& file = *entry->second;
        if (!file.is_durable && chance_.percent(50)) {
            entry = files_.erase(entry);
            continue;
        }
        for (const auto& one : file.pending) {
            if (one.truncates) {
                if (chance_.percent(survives)) file.durable.resize(one.at, '\0');
                continue;
            }
            by_sector(one.at, one.bytes.size(), [&](std::size_t from, std::size_t length) {
                if (!chance_.percent(survives)) return;
                std::string bytes = one.bytes.substr(from, length);
                if (chance_.percent(5))
                    chance_.fill(std::span(static_cast<std::uint8_t*>(static_cast<void*>(bytes.data())),
                                           bytes.size()));
                put(file.durable, one.at + from, bytes);
            });
        }
        file.pending.clear();
        file.now = file.durable;
        file.is_durable = true;
        ++entry;
    }
}

void Disk::kill() { restart(); }

bool Disk::holds(const std::string& bytes) const {
    for (const auto& [path, file] : files_)
        if (file->now.find(bytes) != std::string::npos || file->durable.find(bytes) != std::string::npos)
            return true;
    return false;
}

}  // namespace peilpunt::sim
