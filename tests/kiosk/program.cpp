// SPDX-License-Identifier: EUPL-1.2
#include "program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

extern char** environ;

namespace peilpunt::kiosk_tests {

Program::Program(std::vector<std::string> words, const std::string& output) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, (output + (output == "/dev/null" ? "" : ".err")).c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    started_ = posix_spawnp(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
}

Program::~Program() { end(SIGKILL); }

bool Program::running() {
    if (!started_ || status_) return false;
    if (waitpid(pid_, &raw_, WNOHANG) == 0) return true;
    note();
    return false;
}

int Program::end(int signal) {
    if (!started_ || status_) return status_.value_or(-1);
    if (signal != 0) kill(pid_, signal);
    for (int i = 0; i < 3000 && waitpid(pid_, &raw_, WNOHANG) == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    note();
    return *status_;
}

void Program::note() {
    if (!status_) status_ = WIFEXITED(raw_) ? WEXITSTATUS(raw_) : -1;
}

bool have(const std::string& program) {
    return std::system(("command -v " + program + " > /dev/null 2>&1").c_str()) == 0;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream stream(path);
    return {std::istreambuf_iterator<char>(stream), {}};
}

bool within(const std::function<bool()>& true_soon) {
    for (int i = 0; i < 2400; ++i) {
        if (true_soon()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return false;
}

VirtualScreen::VirtualScreen(const std::filesystem::path& folder, const std::string& size,
                             const std::vector<std::string>& more) {
    // The server chooses a free display number and tells it.
    const std::string number = (folder / "display").string();
    std::vector<std::string> words{"Xvfb", "-displayfd", "1",   "-screen", "0",
                                   size,   "-nolisten",  "tcp", "-fbdir",  folder.string()};
    words.insert(words.end(), more.begin(), more.end());
    program_.emplace(words, number);
    up_ = within([&] { return read_file(number).find('\n') != std::string::npos; });
    if (up_) setenv("DISPLAY", (":" + std::to_string(std::stoi(read_file(number)))).c_str(), 1);
}

}  // namespace peilpunt::kiosk_tests
