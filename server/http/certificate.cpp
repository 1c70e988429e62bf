// SPDX-License-Identifier: EUPL-1.2
#include "server/http/certificate.hpp"

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <ctime>
#include <memory>

namespace peilpunt::http {

namespace {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* what) const {
        Free(what);
    }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Trusted = std::unique_ptr<X509_STORE, Freed<X509_STORE_free>>;
using Check = std::unique_ptr<X509_STORE_CTX, Freed<X509_STORE_CTX_free>>;

std::vector<Certificate> read_chain(const std::string& file) {
    std::vector<Certificate> chain;
    const Bio bytes(BIO_new_file(file.c_str(), "r"));
    while (bytes) {
        Certificate next(PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr));
        if (!next) break;
        chain.push_back(std::move(next));
    }
    return chain;
}

/// Why a browser would not follow the chain to an authority that it knows; empty when it would.
std::string broken_chain(const std::vector<Certificate>& chain, TimePoint now,
                         const std::string& authorities) {
    const Trusted trusted(X509_STORE_new());
    const int known = authorities.empty()
                          ? X509_STORE_set_default_paths(trusted.get())
                          : X509_STORE_load_locations(trusted.get(), authorities.c_str(), nullptr);
    if (known != 1) return "no authority is known here";
    STACK_OF(X509)* between = sk_X509_new_null();
    for (std::size_t i = 1; i < chain.size(); ++i) sk_X509_push(between, chain[i].get());
    const Check check(X509_STORE_CTX_new());
    std::string why;
    if (X509_STORE_CTX_init(check.get(), trusted.get(), chain.front().get(), between) != 1) {
        why = "it cannot be checked";
    } else {
        X509_VERIFY_PARAM_set_time(
            X509_STORE_CTX_get0_param(check.get()),
            std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
        if (X509_verify_cert(check.get()) != 1)
            why = X509_verify_cert_error_string(X509_STORE_CTX_get_error(check.get()));
    }
    sk_X509_free(between);
    return why;
}

}  // namespace

CertificateReport inspect_certificate(const std::string& chain_file, const std::string& key_file,
                                      const std::string& host, TimePoint now,
                                      const std::string& authorities) {
    CertificateReport report;
    const auto chain = read_chain(chain_file);
    if (chain.empty()) {
        report.faults.push_back("no certificate can be read from " + chain_file);
        return report;
    }
    X509* own = chain.front().get();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    const std::unique_ptr<ASN1_TIME, Freed<ASN1_TIME_free>> moment(ASN1_TIME_set(nullptr, seconds));
    int days = 0;
    int rest = 0;
    if (ASN1_TIME_diff(&days, &rest, moment.get(), X509_get0_notAfter(own)) == 1)
        report.days_left = days - (rest < 0 ? 1 : 0);
    if (const auto why = broken_chain(chain, now, authorities);
        !why.empty() && report.days_left.value_or(0) >= 0)
        report.faults.push_back("browsers will not accept the chain in " + chain_file + ": " + why);
    if (!host.empty() && X509_check_host(own, host.data(), host.size(), 0, nullptr) != 1)
        report.faults.push_back("the certificate in " + chain_file + " is not for " + host);
    const Bio bytes(BIO_new_file(key_file.c_str(), "r"));
    const Key key(bytes ? PEM_read_bio_PrivateKey(bytes.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!key)
        report.faults.push_back("no private key can be read from " + key_file);
    else if (X509_check_private_key(own, key.get()) != 1)
        report.faults.push_back("the key in " + key_file + " is not that of the certificate");
    return report;
}

}  // namespace peilpunt::http
