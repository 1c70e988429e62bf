// SPDX-License-Identifier: EUPL-1.2
// The compiled half of Boost.Asio, for every target that uses it (BOOST_ASIO_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
