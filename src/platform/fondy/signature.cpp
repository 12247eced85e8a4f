#include "platform/fondy/signature.hpp"

#include "base/random.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace gavel::fondy {
namespace {

bool is_nested(const raw_value& v) { return v.is == raw_value::kind::object || v.is == raw_value::kind::array; }

bool is_signed_field(const raw_member& m) {
    if (m.name == "signature" || m.name == "response_signature_string") return false;
    return m.value.is != raw_value::kind::null && !m.value.text.empty();
}

const unsigned char* bytes_of(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }

}  // namespace

std::string sha1_hex(std::string_view bytes) {
    std::array<unsigned char, 20> digest{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha1(), nullptr) != 1)
        throw std::runtime_error("OpenSSL refuses SHA-1, which payments are signed with");
    return hex(digest);
}

std::string signed_text(const raw_value& order, std::string_view key) {
    std::vector<const raw_member*> fields;
    for (const auto& each : order.members)
        if (is_signed_field(each)) fields.push_back(&each);
    std::ranges::sort(fields, {}, [](const raw_member* m) -> const std::string& { return m->name; });
    std::string all(key);
    for (const auto* each : fields) all.append("|").append(each->value.text);
    return all;
}

std::string signature_of(const raw_value& order, std::string_view key) { return sha1_hex(signed_text(order, key)); }

std::string signature_of_data(std::string_view data, std::string_view key) {
    std::string all(key);
    all.append("|").append(data);
    return sha1_hex(all);
}

bool same_signature(std::string_view one, std::string_view other) {
    return one.size() == other.size() && CRYPTO_memcmp(one.data(), other.data(), one.size()) == 0;
}

bool is_signed(const raw_value& order, std::string_view key) {
    const auto given = order.text_of("signature");
    if (given.size() != 40) return false;
    if (std::ranges::any_of(order.members, [](const raw_member& m) { return is_nested(m.value); })) return false;
    return same_signature(given, signature_of(order, key));
}

std::string encode_base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(bytes), static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::string decode_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return {};
    std::string out(text.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes_of(text), static_cast<int>(text.size()));
    if (size < 0) return {};
    const auto padding = text.ends_with("==") ? 2u : text.ends_with("=") ? 1u : 0u;
    out.resize(static_cast<std::size_t>(size) - padding);
    return out;
}

}  // namespace gavel::fondy
