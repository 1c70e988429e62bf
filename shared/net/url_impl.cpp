// SPDX-License-Identifier: EUPL-1.2
// The compiled half of Boost.URL, which Debian ships as headers.
#include <boost/url/src.hpp>
