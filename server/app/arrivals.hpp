// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "server/store/store.hpp"
#include "shared/model/sources.hpp"
#include "shared/seal/seal.hpp"

/// Whether the answers that come in over the open link look like those of people. Nobody is refused for it:
/// what looks like a script is stored and acknowledged as always, and counted apart.
namespace peilpunt::app {

/// Where an answer comes from, as far as it takes to judge it; stored nowhere.
struct Sender {
    enum class Ticket {
        page,      ///< a page gave it, to somebody who took the time to read
        too_fast,  ///< a page gave it less than a person needs to read it ago, or to a network that took too
                   ///< many
        none       ///< no page gave it
    };
    std::array<std::uint8_t, 16> network{};  ///< a prefix, never a whole address
    Ticket ticket = Ticket::none;
    /// Of the network that the page went to (Arrivals::group_of); another than `network` when somebody took
    /// it elsewhere, as a phone that leaves the house or a script that wants to look like many.
    std::uint16_t group = 0;
};

/// How many answers to one poll from one network look like people; beyond it they are set apart. A class is
/// thirty, within a few minutes; a school is a few hundred in a day. What no page gave a ticket to comes from
/// programs.
struct ArrivalRules {
    struct Most {
        int burst, hour, day;
    };
    std::chrono::seconds least_time{3};  ///< between getting a form and sending it, for a person
    int tickets_a_minute = 120;          ///< of the forms of one network; what it gets beyond it is none
    std::chrono::seconds burst_time{180};
    Most page{90, 240, 600};
    Most bare{10, 20, 40};
    int page_in_a_jump = 40;          ///< instead of page.burst, while the whole poll sees a jump
    std::chrono::seconds quiet{600};  ///< how long a network stays set apart after its last burst
    int jump_from = 200;              ///< answers to a poll in ten minutes; fewer are no jump
    double jump_times = 8;            ///< times the usual of the last hours
    int most_apart = 100'000;       ///< set apart of one network and poll in a day; more is refused: the disk
    std::size_t networks = 65'536;  ///< watched at once; beyond it new ones are not, and the jump shows
};

/// Watches arrivals in memory only. A network is known by a keyed hash, and the key is made anew every day
/// and kept nowhere; the counts of an answer are tied to it for three minutes, so that the beginning of a
/// burst can be set apart when the burst is seen. Thread-safe.
class Arrivals {
  public:
    Arrivals(const Clock& clock, Random& random) : clock_(clock), random_(random) {}
    /// For tests, which see that each rule is needed.
    void set_rules(const ArrivalRules& rules);
    ArrivalRules rules();

    /// What a ticket says of the network that it goes to: 16 bits under today's key, so that now and then two
    /// networks are one group, and nobody finds the network again.
    std::uint16_t group_of(const std::array<std::uint8_t, 16>& network);

    enum class Judgement { counts, set_apart, refused };
    Judgement judge(const Sender& sender, PollId poll);
    /// A new answer is durable, in this cell.
    void stored(const Sender& sender, PollId poll, int revision, const results::CellKey& cell,
                const results::Tally& tally);
    /// Counts that turned out to be of a burst since the last call.
    store::PollCounts take_moves();
    /// Puts them back, when they could not be written.
    void put_back(const store::PollCounts& moves);
    /// Whether far more answers to this poll are coming in than usual, from many networks: its figures wait.
    bool jumping(PollId poll);
    /// Forgets what is over.
    void housekeep();

  private:
    struct One {
        std::int64_t second;
        int revision;
        results::CellKey cell;
        results::Tally tally;
    };
    struct Network {
        std::vector<One> window;    ///< counted in the last burst_time
        std::array<int, 6> pace{};  ///< arrivals of every kind, by sixths of burst_time
        std::int64_t pace_slot = 0;
        std::int64_t burst_until = 0;  ///< second
        std::int64_t hour = 0, day = 0;
        int in_hour = 0, in_day = 0, apart = 0;
    };
    /// How many answers a poll gets.
    struct Flow {
        std::int64_t minute = 0;
        std::array<int, 10> lately{};  ///< by minute, without those that were set apart
        double usual = 0;              ///< a minute, over the last hours
        std::int64_t jump_until = 0;   ///< second; what was moved out of it does not end a jump
    };
    std::int64_t second() const;
    const seal::Secret& key_of_today();
    std::uint64_t key_of(const Sender& sender, PollId poll);
    Network* find(const Sender& sender, PollId poll, bool make);
    Flow& flow_of(PollId poll);
    bool is_jump(const Flow& flow) const;
    void hasten(Network& network, int most);
    void move_window(Network& network, PollId poll, Flow& flow);
    static bool is_page(const Sender& sender) { return sender.ticket == Sender::Ticket::page; }

    const Clock& clock_;
    Random& random_;
    std::mutex mutex_;
    ArrivalRules rules_;
    seal::Secret key_;
    std::int64_t key_day_ = -1;
    std::unordered_map<std::uint64_t, Network> networks_;
    std::map<PollId, Flow> flows_;
    store::PollCounts moves_;
};

}  // namespace peilpunt::app
