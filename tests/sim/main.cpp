// SPDX-License-Identifier: EUPL-1.2
// Runs many seeds of the simulation and says what happened in them.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "tests/sim/simulation.hpp"

int main(int argc, char** argv) {
    CLI::App options{"Simulates a server, phones and kiosks under faults; one seed is one course of events."};
    std::uint64_t seeds = 1000, from = 1, only = 0;
    options.add_option("--seeds", seeds, "how many");
    options.add_option("--from", from, "the first");
    options.add_option("--seed", only, "this one alone");
    CLI11_PARSE(options, argc, argv);
    if (only != 0) {
        from = only;
        seeds = 1;
    }
    spdlog::set_level(spdlog::level::off);

    peilpunt::sim::Counts counts;
    double kiosk_hours = 0;
    std::uint64_t wrong = 0;
    for (std::uint64_t seed = from; seed < from + seeds; ++seed) {
        peilpunt::sim::Simulation simulation(seed);
        if (const auto what = simulation.run(); !what.empty()) {
            ++wrong;
            std::cout << "seed " << seed << ": " << what << "\n" << std::flush;
        }
        for (const auto& [name, count] : simulation.counts()) counts[name] += count;
        kiosk_hours += std::chrono::duration<double, std::ratio<3600>>(simulation.simulated()).count() *
                       static_cast<double>(simulation.kiosks());
        if (only != 0) std::cout << "trace " << std::hex << simulation.trace() << std::dec << "\n";
    }
    std::cout << "seeds " << from << " to " << from + seeds - 1 << ", "
              << static_cast<std::uint64_t>(kiosk_hours) << " simulated kiosk-hours\n";
    for (const auto& [name, count] : counts) std::cout << "  " << name << ": " << count << "\n";
    std::cout << (wrong == 0 ? "nothing lost, nothing doubled, nothing invented"
                             : std::to_string(wrong) + " seeds went wrong")
              << "\n";
    return wrong == 0 ? 0 : 1;
}
