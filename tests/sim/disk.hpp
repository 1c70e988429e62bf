// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/sim/chance.hpp"

struct sqlite3_vfs;

namespace peilpunt::sim {

/// How often, in 10,000 operations that change the disk, something goes wrong.
struct DiskFaults {
    int write_fails = 0;  ///< SQLITE_IOERR_WRITE
    int full = 0;         ///< SQLITE_FULL
    int read_fails = 0;   ///< SQLITE_IOERR_READ; of readings
    /// SQLITE_IOERR_FSYNC. As in Linux the unsynced bytes are then often forgotten: still read back, never
    /// written, and the next fsync says that all is well.
    int sync_fails = 0;
};

/// A disk in memory, as a SQLite VFS of its own. It keeps what is durable apart from what was only written:
/// at a power cut every unsynced sector of 512 bytes survives, is lost or turns to garbage. Assumed, as
/// SQLite does: bytes beside a write do not change with it (powersafe overwrite), deleting a file is durable
/// at once, and a synced sector stays as it is. One thread.
class Disk {
  public:
    explicit Disk(std::uint64_t seed);
    ~Disk();
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    const char* vfs() const { return name_.c_str(); }
    /// The files of another disk, as they stand.
    void copy_from(const Disk& other);

    DiskFaults faults;
    bool lies = false;  ///< a planted fault: fsync does nothing and says that it did
    std::uint64_t failed = 0, operations = 0;

    /// Dies in the middle of the n-th operation from now on that changes something; 0: does not.
    void die_in(int nth) { dies_in_ = nth; }
    void die() { dead_ = true; }
    /// Every operation fails from then on: what ran on it is no more, and what it says no longer counts.
    bool dead() const { return dead_; }
    /// Whether a file of it is open; not at power_cut and kill.
    bool in_use() const { return open_ > 0; }
    /// The power comes back: only what was synced is certain.
    void power_cut();
    /// The program was killed and the machine was not: all that was written is there.
    void kill();
    /// Whether any file holds these bytes, synced or not.
    bool holds(const std::string& bytes) const;

    struct Pending {
        std::size_t at = 0;
        std::string bytes;
        bool truncates = false;  ///< to `at`
    };
    struct File {
        std::string now, durable;
        std::vector<Pending> pending;
        bool is_durable = false;  ///< its name is
        std::vector<std::unique_ptr<std::string>> shared_memory;
        int shared = 0, handles = 0;
        void *reserved = nullptr, *exclusive = nullptr, *pending_lock = nullptr;
        int memory_shared[8] = {};
        void* memory_exclusive[8] = {};
        int memory_users = 0;
    };

  private:
    friend struct DiskCalls;
    /// SQLITE_OK, or what goes wrong with one operation.
    int change(int code_when_failing, bool takes_room);
    void restart();

    std::string name_;
    std::unique_ptr<sqlite3_vfs> vfs_;
    Chance chance_;
    std::map<std::string, std::shared_ptr<File>> files_;
    bool dead_ = false;
    int dies_in_ = 0, open_ = 0;
};

}  // namespace peilpunt::sim
