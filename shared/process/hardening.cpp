// SPDX-License-Identifier: EUPL-1.2
#include "shared/process/hardening.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace peilpunt::process {

void harden() {
    ::umask(0077);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    ::prctl(PR_SET_DUMPABLE, 0);  // a sanitizer reads its own program's memory as another program would
#endif
}

}  // namespace peilpunt::process
