// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <functional>
#include <map>
#include <string>
#include <tuple>

#include "server/results/results.hpp"
#include "shared/model/response.hpp"

/// What givers send, on its way to the store.
namespace peilpunt::store {

/// What tells that a submission was seen before, without keeping its id.
struct Ledger {
    std::string key;    ///< 16 bytes: keyed hash of the device-made id
    std::string check;  ///< 16 bytes: keyed hash of id and content together
};

struct NewResponse {
    Ledger ledger;
    std::string receipt_hash;  ///< 16 bytes: keyed hash of the volgcode; empty: it is not kept
    std::string row_id;        ///< 16 random bytes, made here; not the device's id
    PollId poll;
    int revision = 1;
    results::CellKey cell;
    Origin origin;
    std::string language;
    bool late = false;  ///< given before the poll closed, arrived after
    std::string answers_json;
    results::Tally tally;  ///< what it adds to its cell
    std::string kiosk;  ///< id of the kiosk that sent it, for its running totals; not kept with the answers
    std::string follow_key;  ///< by which the kiosks of `origin.venue` find the volgcode; empty: not at all
};

struct NewSignal {
    Ledger ledger;
    std::string receipt_hash;
    SignalId row_id;
    Signal signal;  ///< its own id is not stored
    Origin origin;
    std::string kiosk;       ///< as in NewResponse
    std::string follow_key;  ///< as in NewResponse
};

/// What somebody said aloud; its signal names `id`, and may arrive before or after it.
struct NewRecording {
    Ledger ledger;
    std::string id;  ///< 16 bytes: keyed hash of the device's id
    std::string ogg;
    std::string kiosk;  ///< as in NewResponse
    Moment moment;      ///< for the ledger; not kept with the sound
};

/// Something that cannot be taken as what it claims to be; kept whole for a person to look at.
struct NewQuarantine {
    Ledger ledger;
    std::string row_id;     ///< 16 random bytes
    std::string kind;       ///< "inzending", "signaal", "opname", "envelop"
    std::string reason;     ///< kebab-case
    std::string counts_as;  ///< poll id, "signalen" or "opnamen": which running total of the kiosk it belongs
                            ///< to, or empty
    std::string kiosk;      ///< id, or empty
    Moment moment;
    std::string body;
};

/// Counts by poll, revision and cell.
using PollCounts = std::map<std::tuple<PollId, int, results::CellKey>, results::Tally>;

enum class Stored {
    stored,       ///< new, and durable
    duplicate,    ///< the same id with the same content was there already
    quarantined,  ///< kept apart: the same id with other content, or handed in as NewQuarantine
};

/// Called exactly once, on the writer's thread, after the commit reached the disk (or failed). Must not
/// block.
using Done = std::function<void(Result<Stored>)>;

struct ContactWish {
    std::string row_id;  ///< 16 bytes: keyed hash of the form's id and what was in it
    std::string municipality;
    std::string sealed;  ///< to the contact keeper's key, padded to one size
};

/// Called exactly once, on the writer's thread, when the wish is durable, or was before; must not block.
using ContactDone = std::function<void(Result<void>)>;

}  // namespace peilpunt::store
