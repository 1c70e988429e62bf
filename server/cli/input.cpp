// SPDX-License-Identifier: EUPL-1.2
#include "server/cli/input.hpp"

#include <unistd.h>

#include <iostream>
#include <string>

namespace peilpunt::cli {

std::vector<seal::Secret> lines_from_input(std::size_t most) {
    std::vector<seal::Secret> lines;
    for (std::string line; lines.size() < most && std::getline(std::cin, line);) {
        while (line.ends_with('\r')) line.pop_back();
        if (line.empty()) break;
        lines.emplace_back(std::move(line));
    }
    return lines;
}

std::vector<seal::Secret> lines_given(std::size_t most) {
    return ::isatty(STDIN_FILENO) == 1 ? std::vector<seal::Secret>() : lines_from_input(most);
}

}  // namespace peilpunt::cli
