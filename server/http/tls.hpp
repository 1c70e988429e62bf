// SPDX-License-Identifier: EUPL-1.2
#pragma once
#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <string_view>

namespace peilpunt::http {

/// Certificate, key and settings (standards.md SEC-3: TLS 1.2 and 1.3, AEAD ciphers with forward secrecy
/// only).
class TlsContext {
  public:
    /// Throws ResultError naming the file when certificate and key cannot be used.
    TlsContext(const std::string& certificate_file, const std::string& key_file);
    SSL_CTX* get() const { return context_.get(); }

  private:
    struct Free {
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };
    std::unique_ptr<SSL_CTX, Free> context_;
};

/// The TLS side of one connection, without a socket: bytes from the network in, bytes for the network out.
class TlsFilter {
  public:
    explicit TlsFilter(const TlsContext& context);
    ~TlsFilter();
    TlsFilter(const TlsFilter&) = delete;
    TlsFilter& operator=(const TlsFilter&) = delete;

    enum class State { handshake, open, closed, failed };
    /// Takes bytes that came in; appends to `out()` what must be sent (handshake, alerts).
    State feed(std::string_view cipher);
    /// Decrypts up to `size` bytes that `feed` brought; 0: no more now.
    std::size_t read(char* data, std::size_t size);
    State state() const { return state_; }
    /// Encrypts and appends to `out()`; false when the connection has failed.
    bool write(std::string_view plain);
    /// Appends our close notification to `out()`.
    void close();
    /// Bytes to be sent; the caller clears it.
    std::string& out() { return out_; }

  private:
    friend struct TlsBio;
    void settle(int result);
    SSL* ssl_;
    std::string_view in_;
    std::string out_;
    State state_ = State::handshake;
};

}  // namespace peilpunt::http
