# SPDX-License-Identifier: EUPL-1.2
# What every target shares: warnings, sanitizers, libraries, and three small helpers.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(spdlog REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(LIBPQ REQUIRED IMPORTED_TARGET libpq)

add_library(peilpunt_options INTERFACE)
target_include_directories(peilpunt_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(peilpunt_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Werror
  # g++ 12 sees faults in the standard library's own strings once headers are precompiled.
  -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread
  -Wno-free-nonheap-object)
# clang finds other faults than g++, which is what all else is built with; it builds the fuzzers only.
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  target_compile_options(peilpunt_options INTERFACE -Wno-error -Wno-unknown-warning-option)
endif()
# Asio includes its implementation once (peilpunt_asio), not in every file that uses it.
target_compile_definitions(peilpunt_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  PEILPUNT_VERSION="${PROJECT_VERSION}")
if(PEILPUNT_SANITIZE)
  target_compile_options(peilpunt_options INTERFACE -fsanitize=${PEILPUNT_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all -Wno-maybe-uninitialized -Wno-error=tsan)
  target_link_options(peilpunt_options INTERFACE -fsanitize=${PEILPUNT_SANITIZE})
endif()

# Most of the time of a build goes into reading the same few large headers; they are read once.
add_library(peilpunt_headers OBJECT ${PROJECT_SOURCE_DIR}/cmake/headers.cpp)
target_link_libraries(peilpunt_headers PUBLIC peilpunt_options Boost::headers nlohmann_json::nlohmann_json)
target_precompile_headers(peilpunt_headers PRIVATE <algorithm> <chrono> <functional> <map> <memory> <optional> <set>
  <string> <variant> <vector> <boost/system/result.hpp> <nlohmann/json.hpp>)
if(PEILPUNT_TESTS)
  find_package(GTest REQUIRED)
  add_library(peilpunt_test_headers OBJECT ${PROJECT_SOURCE_DIR}/cmake/headers.cpp)
  target_link_libraries(peilpunt_test_headers PUBLIC peilpunt_options Boost::headers nlohmann_json::nlohmann_json
    GTest::gmock GTest::gtest)
  target_precompile_headers(peilpunt_test_headers PRIVATE <algorithm> <chrono> <filesystem> <fstream> <functional>
    <map> <memory> <optional> <set> <string> <variant> <vector> <boost/system/result.hpp> <nlohmann/json.hpp>
    <gtest/gtest.h>)
endif()

# peilpunt_library(NAME [LINKS ...]): a static library of every .cpp in the current folder.
function(peilpunt_library NAME)
  cmake_parse_arguments(ARG "" "" "LINKS;SOURCES" ${ARGN})
  file(GLOB SOURCES CONFIGURE_DEPENDS *.cpp)
  if(SOURCES OR ARG_SOURCES)
    add_library(${NAME} STATIC ${SOURCES} ${ARG_SOURCES})
    target_link_libraries(${NAME} PUBLIC peilpunt_options ${ARG_LINKS})
    target_precompile_headers(${NAME} REUSE_FROM peilpunt_headers)
  else()
    add_library(${NAME} INTERFACE)
    target_link_libraries(${NAME} INTERFACE peilpunt_options ${ARG_LINKS})
  endif()
endfunction()

# peilpunt_test(NAME DIR LINKS ...): a GoogleTest program of every *_test.cpp below tests/DIR.
function(peilpunt_test NAME DIR)
  file(GLOB_RECURSE SOURCES CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${DIR}/*_test.cpp)
  if(NOT SOURCES)
    return()
  endif()
  add_executable(${NAME} ${SOURCES})
  target_link_libraries(${NAME} PRIVATE ${ARGN} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${NAME} PRIVATE PEILPUNT_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    PEILPUNT_BINARY_DIR="${PROJECT_BINARY_DIR}")
  target_precompile_headers(${NAME} REUSE_FROM peilpunt_test_headers)
  gtest_discover_tests(${NAME} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()
