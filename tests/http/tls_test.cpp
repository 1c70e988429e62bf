// SPDX-License-Identifier: EUPL-1.2
#include "server/http/tls.hpp"

#include <openssl/err.h>

#include <fstream>

#include "tests/http/certificate.hpp"
#include "tests/http/wire.hpp"

namespace peilpunt::http {
namespace {

// A TLS client with whatever settings a test wants to try.
class TlsWire {
  public:
    explicit TlsWire(unsigned short port) : wire_(port), context_(SSL_CTX_new(TLS_client_method())) {
        SSL_CTX_set_security_level(context_, 0);
        SSL_CTX_set_min_proto_version(context_, TLS1_VERSION);
    }
    ~TlsWire() {
        SSL_free(ssl_);
        SSL_CTX_free(context_);
    }
    TlsWire(const TlsWire&) = delete;
    TlsWire& operator=(const TlsWire&) = delete;

    SSL_CTX* context() { return context_; }
    SSL* ssl() { return ssl_; }
    bool shake_hands() {
        ssl_ = SSL_new(context_);
        SSL_set_fd(ssl_, wire_.fd());
        const bool done = SSL_connect(ssl_) == 1;
        ERR_clear_error();
        return done;
    }
    bool send(std::string_view bytes) {
        return SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) ==
               static_cast<int>(bytes.size());
    }
    // All up to the server's close notification; `ended` tells whether there was one.
    std::string rest(bool* ended = nullptr) {
        std::string all;
        char bytes[16384];
        int got = 0;
        while ((got = SSL_read(ssl_, bytes, sizeof(bytes))) > 0)
            all.append(bytes, static_cast<std::size_t>(got));
        if (ended) *ended = SSL_get_error(ssl_, got) == SSL_ERROR_ZERO_RETURN;
        ERR_clear_error();
        return all;
    }

  private:
    Wire wire_;
    SSL_CTX* context_;
    SSL* ssl_ = nullptr;
};

class TlsTest : public testing::Test {
  protected:
    TlsTest() {
        write_certificate(folder_.file("cert.pem"), folder_.file("key.pem"), "DNS:localhost,IP:127.0.0.1");
        options_.tls_certificate = folder_.file("cert.pem");
        options_.tls_key = folder_.file("key.pem");
        options_.threads = 1;
        options_.limits.tick = std::chrono::milliseconds(5);
        std::vector<Route> routes;
        routes.push_back({Method::get, "/", FastHandler([](const Request& request, Responder answer) {
                              answer(Reply::html(request.secure ? "secure" : "plain"));
                          })});
        routes.push_back({Method::post, "/echo", FastHandler([](const Request& request, Responder answer) {
                              answer(Reply::html(request.body));
                          })});
        routes.push_back({Method::get, "/big", FastHandler([](const Request&, Responder answer) {
                              answer(Reply::html(std::string(3'000'000, 'b')));
                          })});
        routes.push_back({Method::get, "/raad", WorkerHandler([](const Request& request) {
                              return Reply::html(request.visitor->csrf_token);
                          })});
        routes.back().needs = Needs::sign_in();
        ServerHooks hooks;
        hooks.visitor_of = [](std::string_view token) -> std::optional<Visitor> {
            if (token != "t") return std::nullopt;
            return Visitor{"csrf-1", nullptr};
        };
        server_ = std::make_unique<Server>(options_, std::make_shared<const Router>(std::move(routes)), hooks,
                                           clock_);
    }

    std::string fetch(const std::string& bytes) {
        TlsWire wire(server_->port());
        EXPECT_TRUE(wire.shake_hands());
        wire.send(bytes);
        return wire.rest();
    }

    TemporaryFolder folder_;
    TestClock clock_;
    ServerOptions options_;
    std::unique_ptr<Server> server_;
};

TEST_F(TlsTest, SpeaksOnlyVersions12And13) {
    struct Row {
        int version;
        bool accepted;
    };
    for (const auto& row : {Row{TLS1_VERSION, false}, Row{TLS1_1_VERSION, false}, Row{TLS1_2_VERSION, true},
                            Row{TLS1_3_VERSION, true}}) {
        TlsWire wire(server_->port());
        SSL_CTX_set_min_proto_version(wire.context(), row.version);
        SSL_CTX_set_max_proto_version(wire.context(), row.version);
        EXPECT_EQ(wire.shake_hands(), row.accepted) << std::hex << row.version;
    }
}

TEST_F(TlsTest, AcceptsOnlyCiphersThatTheGuidelineRatesGoodOrSufficient) {
    struct Row {
        const char* cipher;
        bool accepted;
    };
    for (const auto& row : {
             Row{"ECDHE-ECDSA-AES256-GCM-SHA384", true},
             Row{"ECDHE-ECDSA-AES128-GCM-SHA256", true},
             Row{"ECDHE-ECDSA-CHACHA20-POLY1305", true},
             Row{"ECDHE-ECDSA-AES256-SHA384", false},
             Row{"ECDHE-ECDSA-AES128-SHA256", false},
             Row{"ECDHE-ECDSA-AES256-SHA", false},
             Row{"ECDHE-ECDSA-AES256-CCM", false},
             Row{"ECDHE-ECDSA-CAMELLIA256-SHA384", false},
             Row{"ECDHE-ECDSA-ARIA256-GCM-SHA384", false},
             Row{"AECDH-AES256-SHA", false},
             Row{"ECDHE-ECDSA-NULL-SHA", false},
         }) {
        TlsWire wire(server_->port());
        SSL_CTX_set_max_proto_version(wire.context(), TLS1_2_VERSION);
        ASSERT_EQ(SSL_CTX_set_cipher_list(wire.context(), row.cipher), 1) << row.cipher;
        EXPECT_EQ(wire.shake_hands(), row.accepted) << row.cipher;
    }
    for (const auto& row : {Row{"TLS_AES_256_GCM_SHA384", true}, Row{"TLS_CHACHA20_POLY1305_SHA256", true},
                            Row{"TLS_AES_128_GCM_SHA256", true}, Row{"TLS_AES_128_CCM_SHA256", false}}) {
        TlsWire wire(server_->port());
        SSL_CTX_set_min_proto_version(wire.context(), TLS1_3_VERSION);
        ASSERT_EQ(SSL_CTX_set_ciphersuites(wire.context(), row.cipher), 1) << row.cipher;
        EXPECT_EQ(wire.shake_hands(), row.accepted) << row.cipher;
    }
}

TEST_F(TlsTest, PrefersTheStrongestCipherWhateverTheClientPrefers) {
    TlsWire wire(server_->port());
    SSL_CTX_set_ciphersuites(wire.context(), "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384");
    ASSERT_TRUE(wire.shake_hands());
    EXPECT_STREQ(SSL_get_cipher_name(wire.ssl()), "TLS_AES_256_GCM_SHA384");
}

TEST_F(TlsTest, AcceptsOnlyGoodCurves) {
    struct Row {
        const char* group;
        bool accepted;
    };
    for (const auto& row : {Row{"X25519", true}, Row{"X448", true}, Row{"P-256", true}, Row{"P-384", true},
                            Row{"P-521", true}, Row{"ffdhe2048", false}, Row{"brainpoolP256r1", false}}) {
        TlsWire wire(server_->port());
        ASSERT_EQ(SSL_CTX_set1_groups_list(wire.context(), row.group), 1) << row.group;
        EXPECT_EQ(wire.shake_hands(), row.accepted) << row.group;
    }
}

TEST_F(TlsTest, UsesExtendedMasterSecretAndNeitherCompressesNorRenegotiates) {
    TlsWire wire(server_->port());
    SSL_CTX_set_max_proto_version(wire.context(), TLS1_2_VERSION);
    ASSERT_TRUE(wire.shake_hands());
    EXPECT_EQ(SSL_get_extms_support(wire.ssl()), 1);
    EXPECT_EQ(SSL_get_current_compression(wire.ssl()), nullptr);
    SSL_renegotiate(wire.ssl());
    SSL_do_handshake(wire.ssl());
    char byte = 0;
    wire.send("G");
    EXPECT_LE(SSL_read(wire.ssl(), &byte, 1), 0);
    ERR_clear_error();
}

TEST_F(TlsTest, OffersHttp11WhereTheClientAsks) {
    TlsWire wire(server_->port());
    const unsigned char offers[] = "\x02h2\x08http/1.1";
    SSL_CTX_set_alpn_protos(wire.context(), offers, sizeof(offers) - 1);
    ASSERT_TRUE(wire.shake_hands());
    const unsigned char* chosen = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(wire.ssl(), &chosen, &length);
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(chosen), length), "http/1.1");
}

TEST_F(TlsTest, ServesRequestsWithStrictTransportSecurity) {
    const auto all = fetch(get("/", "Connection: close\r\n"));
    EXPECT_TRUE(all.starts_with("HTTP/1.1 200 OK\r\n"));
    EXPECT_NE(all.find("Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n"),
              std::string::npos);
    EXPECT_TRUE(all.ends_with("\r\n\r\nsecure"));
}

TEST_F(TlsTest, SaysGoodbyeBeforeItCloses) {
    TlsWire wire(server_->port());
    ASSERT_TRUE(wire.shake_hands());
    wire.send(get("/", "Connection: close\r\n"));
    bool ended = false;
    wire.rest(&ended);
    EXPECT_TRUE(ended);
}

TEST_F(TlsTest, CarriesLargeBodiesBothWays) {
    const std::string body(60'000, 'z');
    EXPECT_TRUE(fetch(post("/echo", body, "Connection: close\r\n")).ends_with("\r\n\r\n" + body));
    const auto big = fetch(get("/big", "Connection: close\r\n"));
    EXPECT_TRUE(big.ends_with("\r\n\r\n" + std::string(3'000'000, 'b')));
}

TEST_F(TlsTest, AnswersPipelinedRequestsAndBytesInSmallRecords) {
    TlsWire wire(server_->port());
    ASSERT_TRUE(wire.shake_hands());
    const auto all = post("/echo", "one") + post("/echo", "two", "Connection: close\r\n");
    for (const char c : all) wire.send(std::string_view(&c, 1));
    const auto answers = wire.rest();
    EXPECT_NE(answers.find("\r\n\r\noneHTTP/1.1 200"), std::string::npos);
    EXPECT_TRUE(answers.ends_with("\r\n\r\ntwo"));
}

TEST_F(TlsTest, TakesItsCookieWithTheHostPrefixOnly) {
    EXPECT_TRUE(
        fetch(get("/raad", "Connection: close\r\nCookie: __Host-peilpunt=t\r\n")).ends_with("csrf-1"));
    EXPECT_TRUE(
        fetch(get("/raad", "Connection: close\r\nCookie: peilpunt=t\r\n")).starts_with("HTTP/1.1 303"));
}

TEST_F(TlsTest, ClosesOnClientsThatDoNotSpeakTls) {
    Wire wire(server_->port());
    wire.send(get("/"));
    EXPECT_EQ(wire.rest().find("HTTP/1.1"), std::string::npos);
}

TEST_F(TlsTest, GivesAHandshakeAsLongAsAHead) {
    Wire wire(server_->port());
    wire.send("\x16\x03\x01");
    while (server_->metrics().open_connections == 0) std::this_thread::yield();
    clock_.advance(std::chrono::seconds(6));
    EXPECT_EQ(wire.rest(), "");
}

TEST_F(TlsTest, TakesANewCertificateAndKeepsTheOldOneWhenItIsBroken) {
    const auto serial = [&] {
        TlsWire wire(server_->port());
        EXPECT_TRUE(wire.shake_hands());
        X509* certificate = SSL_get1_peer_certificate(wire.ssl());
        unsigned char digest[32];
        unsigned length = 0;
        X509_digest(certificate, EVP_sha256(), digest, &length);
        X509_free(certificate);
        return std::string(reinterpret_cast<const char*>(digest), length);
    };
    const auto first = serial();
    write_certificate(folder_.file("cert.pem"), folder_.file("key.pem"), "DNS:localhost");
    EXPECT_TRUE(server_->reload_certificate());
    const auto second = serial();
    EXPECT_NE(first, second);
    std::ofstream(folder_.file("cert.pem")) << "broken";
    EXPECT_FALSE(server_->reload_certificate());
    EXPECT_EQ(serial(), second);
}

TEST_F(TlsTest, DoesNotStartWithoutACertificateThatFitsItsKey) {
    write_certificate(folder_.file("other.pem"), folder_.file("other-key.pem"), "DNS:localhost");
    const auto make = [](const std::string& certificate, const std::string& key) {
        TlsContext(certificate, key);
    };
    EXPECT_THROW(make(folder_.file("none.pem"), folder_.file("key.pem")), ResultError);
    EXPECT_THROW(make(folder_.file("cert.pem"), folder_.file("other-key.pem")), ResultError);
}

}  // namespace
}  // namespace peilpunt::http
