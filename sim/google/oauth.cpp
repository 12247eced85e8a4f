#include "sim/google/oauth.hpp"

#include "base/random.hpp"
#include "platform/google/tests/rfc7515_key.hpp"
#include "platform/http/url.hpp"
#include "sim/google/answers.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace gavel::sim::google {
namespace {

constexpr std::size_t fields_max = 20;
constexpr std::int64_t skew_max_s = 300, assertion_max_s = 3600, lasts_s = 3599, code_lasts_s = 1800;

class form {
public:
    explicit form(const http::request& r) { good_ = http::parse_query(r.body, fields_max, all_); }
    std::string operator[](std::string_view name) const {
        for (const auto& [key, value] : all_)
            if (good_ && key == name) return value;
        return {};
    }

private:
    std::vector<std::pair<std::string, std::string>> all_;
    bool good_ = false;
};

http::reply wrong(int status, std::string_view error, std::string_view description = {}) {
    boost::json::object o;
    o["error"] = error;
    if (!description.empty()) o["error_description"] = description;
    return http::json(o, status);
}

http::reply give(state& g, grant made, std::string_view refresh = {}) {
    boost::json::object o;
    o["expires_in"] = lasts_s;
    o["scope"] = made.scope;
    o["token_type"] = "Bearer";
    if (!refresh.empty()) o["refresh_token"] = refresh;
    made.until = g.now() + std::chrono::seconds(lasts_s);
    o["access_token"] = g.give_token(std::move(made));
    return http::json(o);
}

bool is_client(const form& f) { return f["client_id"] == client_id && f["client_secret"] == client_secret; }

http::reply refresh(state& g, const form& f) {
    if (!is_client(f)) return wrong(401, "invalid_client", "The OAuth client was not found.");
    const auto found = g.refresh_tokens.find(f["refresh_token"]);
    if (found == g.refresh_tokens.end()) return wrong(400, "invalid_grant", "Token has been expired or revoked.");
    return give(g, {who::person, std::string(client_id), found->second, {}});
}

boost::json::object claims_of(std::string_view part) {
    const auto bytes = unbase64url(part);
    if (!bytes) return {};
    boost::system::error_code malformed;
    auto v = boost::json::parse(std::string_view(reinterpret_cast<const char*>(bytes->data()), bytes->size()), malformed);
    return !malformed && v.is_object() ? std::move(v.get_object()) : boost::json::object();
}

std::int64_t number(const boost::json::object& o, std::string_view name) {
    const auto* v = o.if_contains(name);
    return v && v->is_int64() ? v->get_int64() : 0;
}

bool is_signed(std::string_view content, std::string_view signature) {
    const auto bytes = unbase64url(signature);
    const auto pem = gavel::google::rfc7515_private_key();
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free_all);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(PEM_read_bio_PrivateKey(source.get(), nullptr, nullptr, nullptr),
                                                                  &EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return bytes && key && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes->data(), bytes->size(), reinterpret_cast<const unsigned char*>(content.data()),
                            content.size()) == 1;
}

http::reply robot(state& g, const http::request& r, const form& f) {
    const auto jwt = f["assertion"];
    const auto first = jwt.find('.'), second = jwt.rfind('.');
    if (first == std::string::npos || first == second) return wrong(400, "invalid_grant", "Bad JWT");
    const auto header = claims_of(std::string_view(jwt).substr(0, first)),
               claims = claims_of(std::string_view(jwt).substr(first + 1, second - first - 1));
    if (text_of(header, "alg") != "RS256" || text_of(header, "kid") != robot_key_id || text_of(claims, "iss") != robot_email)
        return wrong(400, "invalid_grant", "Invalid grant: account not found");
    if (!is_signed(std::string_view(jwt).substr(0, second), std::string_view(jwt).substr(second + 1)))
        return wrong(400, "invalid_grant", "Invalid JWT Signature.");
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(g.now().time_since_epoch()).count();
    const auto issued = number(claims, "iat"), ends = number(claims, "exp");
    if (ends - issued > assertion_max_s || ends <= issued || std::abs(now - issued) > skew_max_s)
        return wrong(400, "invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.");
    const auto host = std::string(r.header("host").value_or(std::string_view()));
    if (text_of(claims, "aud") != "http://" + host + "/token") return wrong(400, "invalid_grant", "Invalid JWT: Failed audience check.");
    const auto subject = text_of(claims, "sub");
    if (!subject.empty() && subject != delegate)
        return wrong(401, "unauthorized_client", "Client is unauthorized to retrieve access tokens using this method.");
    return give(g, {subject.empty() ? who::robot : who::delegated, std::string(robot_email), text_of(claims, "scope"), {}});
}

http::reply consent(state& g, const form& f) {
    if (!is_client(f)) return wrong(401, "invalid_client", "The OAuth client was not found.");
    const auto found = std::ranges::find(g.devices, f["device_code"], &device::code);
    if (found == g.devices.end()) return wrong(400, "invalid_grant", "Malformed device code");
    if (found->until < g.now()) return wrong(400, "expired_token");
    if (found->state == "denied") return wrong(403, "access_denied");
    if (found->state != "allowed") return wrong(428, "authorization_pending");
    const auto fresh = "sim-refresh-" + random_token(12), scope = found->scope;
    g.devices.erase(found);
    g.refresh_tokens[fresh] = scope;
    return give(g, {who::person, std::string(client_id), scope, {}}, fresh);
}

awaitable<http::reply> token(state& g, runtime::life& life, http::request& r) {
    const auto f = g.take("token");
    if (f && f->what == "slow") co_await life.sleep(std::chrono::milliseconds(f->ms));
    if (f && f->what == "cut_before") co_return broken();
    if (f && f->what == "error") co_return wrong(f->code, f->reason.empty() ? "server_error" : f->reason);
    const form fields(r);
    const auto kind = fields["grant_type"];
    if (kind == "refresh_token") co_return refresh(g, fields);
    if (kind == "urn:ietf:params:oauth:grant-type:jwt-bearer") co_return robot(g, r, fields);
    if (kind == "urn:ietf:params:oauth:grant-type:device_code") co_return consent(g, fields);
    co_return wrong(400, "unsupported_grant_type");
}

awaitable<http::reply> device_code(state& g, http::request& r) {
    const form fields(r);
    if (fields["client_id"] != client_id) co_return wrong(401, "invalid_client");
    if (fields["scope"] != "https://www.googleapis.com/auth/drive.file") co_return wrong(400, "invalid_scope");
    device d;
    d.code = random_token();
    d.user_code = fmt::format("SIMU-{}", g.next("L"));
    d.scope = fields["scope"];
    d.until = g.now() + std::chrono::seconds(code_lasts_s);
    boost::json::object o;
    o["device_code"] = d.code;
    o["user_code"] = d.user_code;
    o["verification_url"] = fmt::format("http://{}/device", r.header("host").value_or("127.0.0.1"));
    o["expires_in"] = code_lasts_s;
    o["interval"] = 1;
    g.devices.push_back(std::move(d));
    co_return http::json(o);
}

awaitable<http::reply> page(http::request&) {
    co_return http::html(
        "<!doctype html><title>Sim Google</title><h1>Connect a device</h1><form method=post><label>Code <input name=user_code></label>"
        "<button name=answer value=allow>Allow</button><button name=answer value=deny>Deny</button></form>");
}

awaitable<http::reply> answer(state& g, http::request& r) {
    const form fields(r);
    const auto found = std::ranges::find(g.devices, fields["user_code"], &device::user_code);
    if (found == g.devices.end()) co_return http::html("<h1>There is no such code</h1>", 404);
    found->state = fields["answer"] == "allow" ? "allowed" : "denied";
    co_return http::html("<h1>You may close this page</h1>");
}

}  // namespace

void add_oauth(http::router& to, state& g, runtime::life& life) {
    http::route_options open;
    open.from_other_sites = true;
    to.add(http::method::post, "/token", open, [&g, &life](http::request& r) { return token(g, life, r); });
    to.add(http::method::post, "/device/code", open, [&g](http::request& r) { return device_code(g, r); });
    to.add(http::method::get, "/device", open, [](http::request& r) { return page(r); });
    to.add(http::method::post, "/device", open, [&g](http::request& r) { return answer(g, r); });
}

}  // namespace gavel::sim::google
