// SPDX-License-Identifier: EUPL-1.2
// The compiled half of Boost.Beast, for every target that uses it (BOOST_BEAST_SEPARATE_COMPILATION).
#include <boost/beast/src.hpp>
