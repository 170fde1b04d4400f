#include "net/certificates.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace heed::net {
namespace {

template <auto free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;

Error openssl_error(std::string what) {
  char text[256] = "unknown";
  const auto code = ERR_get_error();
  if (code) ERR_error_string_n(code, text, sizeof text);
  ERR_clear_error();
  return error(Code::invalid, std::move(what) + " (" + text + ")", "certificate");
}

std::string text_of(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

Result<Certificate> read_certificate(const std::string& pem) {
  Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Certificate certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  if (!certificate) return openssl_error("expected a certificate in PEM form");
  return certificate;
}

Result<Key> read_key(const std::string& pem) {
  Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  if (!key) return openssl_error("expected a private key in PEM form");
  return key;
}

bool extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  auto* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  if (!extension) return false;
  const bool added = X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return added;
}

struct Extension {
  int nid;
  std::string value;
};

// `issuer` and `issuer_key` null: self-signed.
Result<Identity> issue(const std::string& common_name, int days, X509* issuer, EVP_PKEY* issuer_key,
                       const std::vector<Extension>& extensions) {
  Key key(EVP_EC_gen("P-256"));
  Certificate certificate(X509_new());
  if (!key || !certificate) return openssl_error("no key could be made");
  X509_set_version(certificate.get(), 2);
  std::uint64_t serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -24L * 3600);
  X509_time_adj_ex(X509_getm_notAfter(certificate.get()), days, 0, nullptr);
  X509_set_pubkey(certificate.get(), key.get());
  auto* name = X509_get_subject_name(certificate.get());
  const auto* bytes = reinterpret_cast<const unsigned char*>(common_name.c_str());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, bytes, -1, -1, 0);
  X509* signer = issuer ? issuer : certificate.get();
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer));
  for (const auto& [nid, value] : extensions) {
    if (!extend(certificate.get(), signer, nid, value)) {
      return openssl_error("expected DNS names or IP addresses, found something else");
    }
  }
  if (!X509_sign(certificate.get(), issuer_key ? issuer_key : key.get(), EVP_sha256())) {
    return openssl_error("the certificate could not be signed");
  }
  Bio certificate_text(BIO_new(BIO_s_mem()));
  Bio key_text(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(certificate_text.get(), certificate.get());
  PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return Identity{text_of(certificate_text.get()), text_of(key_text.get())};
}

bool is_ip_address(const std::string& name) {
  unsigned char bytes[16];
  return inet_pton(AF_INET, name.c_str(), bytes) == 1 ||
         inet_pton(AF_INET6, name.c_str(), bytes) == 1;
}

Result<Identity> issue_by(const Identity& authority, const std::string& common_name, int days,
                          std::vector<Extension> extensions) {
  HEED_TRY(auto issuer, read_certificate(authority.certificate_pem));
  HEED_TRY(auto issuer_key, read_key(authority.key_pem));
  extensions.push_back({NID_basic_constraints, "critical,CA:FALSE"});
  extensions.push_back({NID_subject_key_identifier, "hash"});
  extensions.push_back({NID_authority_key_identifier, "keyid:always"});
  return issue(common_name, days, issuer.get(), issuer_key.get(), extensions);
}

}  // namespace

Result<Authority> Authority::make(const std::string& common_name, int days) {
  HEED_TRY(auto identity, issue(common_name, days, nullptr, nullptr,
                                {{NID_basic_constraints, "critical,CA:TRUE"},
                                 {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                 {NID_subject_key_identifier, "hash"}}));
  return Authority(std::move(identity));
}

Result<Authority> Authority::from(const Identity& identity) {
  HEED_TRY(auto certificate, read_certificate(identity.certificate_pem));
  HEED_TRY(auto key, read_key(identity.key_pem));
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return openssl_error("the key does not belong to the certificate");
  }
  return Authority(identity);
}

Result<Identity> Authority::server(const std::vector<std::string>& names, int days) const {
  std::string alternatives;
  for (const auto& name : names) {
    alternatives += (alternatives.empty() ? "" : ",") +
                    std::string(is_ip_address(name) ? "IP:" : "DNS:") + name;
  }
  if (names.empty()) return error(Code::invalid, "expected at least one name", "certificate");
  return issue_by(identity_, names.front(), days,
                  {{NID_subject_alt_name, alternatives},
                   {NID_key_usage, "critical,digitalSignature"},
                   {NID_ext_key_usage, "serverAuth"}});
}

Result<Identity> Authority::client(const std::string& common_name, int days) const {
  return issue_by(
      identity_, common_name, days,
      {{NID_key_usage, "critical,digitalSignature"}, {NID_ext_key_usage, "clientAuth"}});
}

Result<std::string> fingerprint(const std::string& certificate_pem) {
  HEED_TRY(auto certificate, read_certificate(certificate_pem));
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (X509_digest(certificate.get(), EVP_sha256(), digest, &size) != 1) {
    return openssl_error("the fingerprint could not be computed");
  }
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    if (i) out += ':';
    out += {digits[digest[i] >> 4], digits[digest[i] & 15]};
  }
  return out;
}

}  // namespace heed::net
