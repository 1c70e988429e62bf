// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <sys/types.h>

#include <map>
#include <string>
#include <thread>

#include "tests/support/server_fixture.hpp"

namespace peilpunt::tests {

/// A PostgreSQL of our own: initdb into a temporary folder, a free loopback port, a child process that ends
/// with this one. As root it runs as the system user `postgres`, because PostgreSQL refuses root.
class PostgresCluster {
  public:
    PostgresCluster();
    ~PostgresCluster();
    PostgresCluster(const PostgresCluster&) = delete;

    /// Where to connect as the superuser.
    std::string url(const std::string& database = "postgres") const;
    unsigned short port() const { return port_; }
    /// An empty UTF-8 database for the test that calls itself `name`, by its temporary folder; the same one
    /// when asked again by that name. Another name empties it first: one test at a time. Its URL.
    std::string database_for(const std::string& name, const std::string& what = "peilpunt");
    /// As a power cut would: no goodbye to anybody. `start` brings it back.
    void kill();
    void start();

    /// The one of this test program, started at the first use.
    static PostgresCluster& shared();

  private:
    TemporaryFolder folder_;
    std::string programs_;
    unsigned short port_ = 0;
    pid_t process_ = -1;
    int log_ = -1;
    std::thread reader_;
    std::map<std::string, std::string> owners_;  ///< database to the name that has it
};

}  // namespace peilpunt::tests
