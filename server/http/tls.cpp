// SPDX-License-Identifier: EUPL-1.2
#include "server/http/tls.hpp"

#include <openssl/err.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "shared/model/result.hpp"

namespace peilpunt::http {
namespace {

// NCSC guideline for TLS (2025-05), order of preference: "good" first, then "sufficient".
constexpr auto kTls13 = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";
constexpr auto kTls12 =
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256";
constexpr auto kGroups = "X25519:P-256:X448:P-384:P-521";
constexpr auto kSignatures =
    "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ed25519:RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:"
    "RSA+SHA256:RSA+SHA384:RSA+SHA512";
constexpr unsigned char kSessionId[] = "peilpunt";

[[noreturn]] void fail(const std::string& what) {
    ERR_clear_error();
    throw ResultError(Error{ErrorCode::invalid, what});
}

// Picks HTTP/1.1 where the client offers a choice; clients that offer others only get none, and decide
// themselves.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                    unsigned in_length, void*) {
    static constexpr unsigned char kHttp11[] = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, out_length, kHttp11, sizeof(kHttp11) - 1, in, in_length) !=
        OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

}  // namespace

/// OpenSSL's view of a TlsFilter: reads take from `in_`, writes append to `out_`.
struct TlsBio {
    static TlsFilter& filter(BIO* bio) { return *static_cast<TlsFilter*>(BIO_get_data(bio)); }

    static int read(BIO* bio, char* data, int size) {
        BIO_clear_retry_flags(bio);
        auto& in = filter(bio).in_;
        if (in.empty()) {
            BIO_set_retry_read(bio);
            return -1;
        }
        const std::size_t part = std::min(in.size(), static_cast<std::size_t>(size));
        std::memcpy(data, in.data(), part);
        in.remove_prefix(part);
        return static_cast<int>(part);
    }

    static int write(BIO* bio, const char* data, int size) {
        BIO_clear_retry_flags(bio);
        filter(bio).out_.append(data, static_cast<std::size_t>(size));
        return size;
    }

    static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

    static int create(BIO* bio) {
        BIO_set_init(bio, 1);
        return 1;
    }

    static const BIO_METHOD* method() {
        static const std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)> made = [] {
            BIO_METHOD* bio = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "peilpunt");
            BIO_meth_set_read(bio, &TlsBio::read);
            BIO_meth_set_write(bio, &TlsBio::write);
            BIO_meth_set_ctrl(bio, &TlsBio::control);
            BIO_meth_set_create(bio, &TlsBio::create);
            return std::unique_ptr<BIO_METHOD, decltype(&BIO_meth_free)>(bio, &BIO_meth_free);
        }();
        return made.get();
    }
};

TlsContext::TlsContext(const std::string& certificate_file, const std::string& key_file)
    : context_(SSL_CTX_new(TLS_server_method())) {
    SSL_CTX* context = context_.get();
    if (context == nullptr) fail("OpenSSL cannot start");
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE);
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_max_early_data(context, 0);
    SSL_CTX_set_num_tickets(context, 1);
    SSL_CTX_set_session_id_context(context, kSessionId, sizeof(kSessionId) - 1);
    if (SSL_CTX_set_ciphersuites(context, kTls13) != 1 || SSL_CTX_set_cipher_list(context, kTls12) != 1 ||
        SSL_CTX_set1_groups_list(context, kGroups) != 1 ||
        SSL_CTX_set1_sigalgs_list(context, kSignatures) != 1) {
        fail("OpenSSL does not know the required ciphers");
    }
    SSL_CTX_set_alpn_select_cb(context, &choose_protocol, nullptr);
    if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1) {
        fail("cannot use the certificate in " + certificate_file);
    }
    if (SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
        fail("cannot use the key in " + key_file);
    }
    if (SSL_CTX_check_private_key(context) != 1)
        fail("key and certificate do not belong together: " + key_file);
}

TlsFilter::TlsFilter(const TlsContext& context) : ssl_(SSL_new(context.get())) {
    if (ssl_ == nullptr) throw std::bad_alloc();
    BIO* bio = BIO_new(TlsBio::method());
    if (bio == nullptr) {
        SSL_free(ssl_);
        throw std::bad_alloc();
    }
    BIO_set_data(bio, this);
    SSL_set_bio(ssl_, bio, bio);
    SSL_set_accept_state(ssl_);
}

TlsFilter::~TlsFilter() { SSL_free(ssl_); }

void TlsFilter::settle(int result) {
    switch (SSL_get_error(ssl_, result)) {
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE:
            return;
        case SSL_ERROR_ZERO_RETURN:
            state_ = State::closed;
            return;
        default:
            state_ = State::failed;
    }
    ERR_clear_error();
}

TlsFilter::State TlsFilter::feed(std::string_view cipher) {
    in_ = cipher;
    if (state_ == State::handshake) {
        const int result = SSL_do_handshake(ssl_);
        if (result == 1) {
            state_ = State::open;
        } else {
            settle(result);
        }
    }
    return state_;
}

std::size_t TlsFilter::read(char* data, std::size_t size) {
    if (state_ != State::open || size == 0) return 0;
    const int result = SSL_read(ssl_, data, static_cast<int>(std::min<std::size_t>(size, 1 << 20)));
    if (result > 0) return static_cast<std::size_t>(result);
    settle(result);
    return 0;
}

bool TlsFilter::write(std::string_view plain) {
    while (!plain.empty()) {
        const int result =
            SSL_write(ssl_, plain.data(), static_cast<int>(std::min<std::size_t>(plain.size(), 1 << 20)));
        if (result <= 0) {
            settle(result);
            return false;
        }
        plain.remove_prefix(static_cast<std::size_t>(result));
    }
    return true;
}

void TlsFilter::close() {
    if (state_ == State::open || state_ == State::closed) SSL_shutdown(ssl_);
    ERR_clear_error();
}

}  // namespace peilpunt::http
