// SPDX-License-Identifier: EUPL-1.2
// Without clang: every saved input of every target, and then changes of them for a while. What libFuzzer does
// with sight of the code, this does blindly; it keeps the targets and their corpus whole between two runs of
// tools/fuzz.   fuzz_replay CORPUS MILLISECONDS [TARGET]
#include <unistd.h>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "tests/fuzz/targets.hpp"

namespace {

namespace fs = std::filesystem;
using namespace peilpunt::fuzz;

std::string current;  // what runs now, for who finds out why it ended

// Writes the input that broke something; only what is safe in a signal handler.
void keep_input(int) {
    if (const char* file = "fuzz-found"; FILE* out = std::fopen(file, "wb")) {
        std::fwrite(current.data(), 1, current.size(), out);
        std::fclose(out);
    }
    constexpr char kSaid[] = "the input is in ./fuzz-found\n";
    (void)!write(2, kSaid, sizeof(kSaid) - 1);
    std::signal(SIGABRT, SIG_DFL);
    std::abort();
}

std::vector<std::string> read_all(const fs::path& folder) {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        all.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return all;
}

/// A few small changes: bytes turned, taken out, doubled, or taken from another input.
std::string changed(const std::vector<std::string>& corpus, std::mt19937_64& random) {
    const auto below = [&random](std::size_t bound) { return bound == 0 ? 0 : random() % bound; };
    std::string input = corpus[below(corpus.size())];
    for (auto changes = 1 + below(4); changes > 0; --changes) {
        const auto at = below(input.size() + 1);
        const auto& other = corpus[below(corpus.size())];
        const auto from = below(other.size() + 1);
        switch (below(5)) {
            case 0:
                if (at < input.size()) input[at] = static_cast<char>(random());
                break;
            case 1:
                if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
                break;
            case 2:
                input.erase(at, 1 + below(16));
                break;
            case 3:
                input.insert(at, other, from, 1 + below(64));
                break;
            default:
                input.insert(at, input.substr(at, 1 + below(32)));
        }
    }
    return input;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: fuzz_replay CORPUS MILLISECONDS [TARGET]\n");
        return 2;
    }
    std::signal(SIGABRT, keep_input);
    std::signal(SIGSEGV, keep_input);
    const std::chrono::milliseconds each{std::atoi(argv[2])};
    const auto seed = static_cast<unsigned>(std::chrono::system_clock::now().time_since_epoch().count());
    std::mt19937_64 random(seed);
    std::printf("seed %u\n", seed);
    int ran = 0;
    for (const auto& target : targets()) {
        if (argc > 3 && std::string(target.name) != argv[3]) continue;
        const auto corpus = read_all(fs::path(argv[1]) / target.name);
        must(!corpus.empty(), "every target has a saved corpus");
        std::printf("%s: %zu saved", target.name, corpus.size());
        std::fflush(stdout);
        for (const auto& input : corpus) target.run(current = input);
        const auto end = std::chrono::steady_clock::now() + each;
        long changes = 0;
        for (; std::chrono::steady_clock::now() < end; ++changes)
            target.run(current = changed(corpus, random));
        std::printf(", %ld changed\n", changes);
        ++ran;
    }
    std::printf("%d passed, 0 failed\n", ran);
    return ran > 0 ? 0 : 2;
}
