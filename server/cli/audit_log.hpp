// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <string>
#include <vector>

#include "server/app/keys.hpp"
#include "server/cli/commands.hpp"
#include "server/records/anchors.hpp"
#include "server/store/store.hpp"

namespace peilpunt::cli {

/// The key of the audit log. It follows from a key in `sleutels`, so that no folder of before needs a new
/// file and all servers of one database have the same.
seal::Secret log_key_of(const app::Keys& keys);

/// Keeps beside the data where the audit log ends: at each `put`, and when it goes.
class LogAnchor {
  public:
    /// `store` and `clock` outlive it.
    LogAnchor(const std::string& folder, store::Store& store, seal::SignKeys keys, const Clock& clock);
    ~LogAnchor();
    LogAnchor(const LogAnchor&) = delete;
    /// Cheap when the log has not grown. What fails is logged, once.
    void put();

  private:
    records::AnchorFile file_;
    store::Store& store_;
    const seal::SignKeys keys_;
    const Clock& clock_;
    records::Head last_;
    bool told_ = false;
};

/// Adds a fault for each anchor in `folder` that the log does not agree with. Gives where the log ends.
records::Head check_log_anchors(const std::string& folder, store::Store& store, const app::Keys& keys,
                                std::vector<std::string>& faults);
/// Signs where the log of a copy in `backup` ends, in a copy of the anchors of `folder`.
Result<void> anchor_backup(const std::string& folder, const std::string& backup, const app::Keys& keys,
                           Date day);
/// Takes the anchors of a copy back; nothing when it has none, as those of 0.1.0.
Result<void> restore_anchors(const std::string& backup, const std::string& folder);

/// Prints the last entries of the audit log; names of people are looked up.
Result<void> log_list(const Surroundings& around, int last);
/// Prints where the audit log ends, for somebody who keeps that elsewhere.
Result<void> log_head(const Surroundings& around);

}  // namespace peilpunt::cli
