// SPDX-License-Identifier: EUPL-1.2
// The compiled half of Boost.Beast, for every target that uses it (BOOST_BEAST_SEPARATE_COMPILATION).
#define BOOST_ENABLE_ASSERT_HANDLER
#include <boost/assert.hpp>
#include <boost/beast/src.hpp>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace boost {

// basic_parser.ipp of 1.81 asserts that five bytes are there when the end of an empty body in chunks is read
// again, where four can be ("0" CRLF CR; the last LF is on its way). It reads on rightly without the
// assertion; with it, an answer in such pieces ends a kiosk. Every other assertion holds.
void assertion_failed(const char* expression, const char* function, const char* file, long line) {
    if (std::string_view(expression) == "n >= 5") return;
    std::fprintf(stderr, "%s:%ld: %s: assertion failed: %s\n", file, line, function, expression);
    std::abort();
}

void assertion_failed_msg(const char* expression, const char*, const char* function, const char* file,
                          long line) {
    assertion_failed(expression, function, file, line);
}

}  // namespace boost
