// SPDX-License-Identifier: EUPL-1.2
// Preloaded into a program: while the file named by FAILING_FSYNC exists, every fsync says EIO.
#include <dlfcn.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace {

bool fails() {
    const char* flag = std::getenv("FAILING_FSYNC");
    return flag && ::access(flag, F_OK) == 0;
}

int pass_on(const char* name, int file) {
    if (fails()) {
        errno = EIO;
        return -1;
    }
    using Call = int (*)(int);
    return reinterpret_cast<Call>(::dlsym(RTLD_NEXT, name))(file);
}

}  // namespace

extern "C" {
int fsync(int file) { return pass_on("fsync", file); }
int fdatasync(int file) { return pass_on("fdatasync", file); }
}
