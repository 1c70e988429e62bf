// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/model/time.hpp"
#include "shared/sqlite/sqlite.hpp"
#include "shared/sync/sync.hpp"

/// The SQL of the outbox. One thread at a time; failing calls throw sqlite::SqliteError.
namespace peilpunt::kiosk {

class Database {
  public:
    /// Throws ResultError: damaged (no database, or another program's), unsupported (newer), storage_failed,
    /// storage_full. A file that is refused stays as it was.
    Database(const std::string& path, const char* vfs);

    struct Counts {
        int responses = 0, signals = 0, recordings = 0, parked = 0;
        std::optional<Date> oldest;  ///< of the waiting ones
    };
    Counts counts();
    bool has(const EnvelopeId& id);
    struct Entry {
        sync::Envelope envelope;
        std::string total;  ///< the running total that it counts in
    };
    /// Envelopes and totals, all or nothing, durable on return.
    void add(const std::vector<Entry>& entries, Date day);
    /// Where in the queue: behind the envelope of this day and id.
    struct Place {
        std::int64_t day = INT64_MIN;
        std::string id;
    };
    /// Waiting envelopes behind `place`, oldest day first, at most `most` and as long as `fits` says so;
    /// `place` moves to the last of them.
    template <class Fits>
    std::vector<sync::Envelope> waiting(std::size_t most, Place& place, Fits fits) {
        std::vector<sync::Envelope> found;
        for (Place& next : oldest_waiting(most, place)) {
            sync::Envelope envelope = read(EnvelopeId::from_bytes(next.id));
            if (!fits(envelope)) break;
            place = std::move(next);
            found.push_back(std::move(envelope));
        }
        return found;
    }
    /// Forgets these, and leaves nothing of them in the files.
    void remove(const std::vector<EnvelopeId>& ids);
    void park(const EnvelopeId& id);
    /// Parked ones wait again.
    void unpark_all();
    std::map<std::string, std::int64_t> totals();
    /// Ids of the server keys that what is kept here was sealed to.
    std::set<std::string> keys();
    /// One transaction for all of `values`.
    void set(const std::map<std::string, std::string>& values);
    /// The same, and the totals become those of what still waits or is parked.
    void set_and_restart_totals(const std::map<std::string, std::string>& values);
    std::string get(const std::string& name);

  private:
    std::vector<Place> oldest_waiting(std::size_t most, const Place& behind);
    sync::Envelope read(const EnvelopeId& id);
    void put(const std::map<std::string, std::string>& values);

    sqlite::Connection connection_;
};

}  // namespace peilpunt::kiosk
