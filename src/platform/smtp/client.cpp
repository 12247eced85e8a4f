#include "platform/smtp/client.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <string_view>

namespace gavel::smtp {

// What libcurl tells and asks while it sends one letter.
struct connection::attempt {
    explicit attempt(const std::string& letter) : left(letter) {}

    static std::size_t read(char* into, std::size_t size, std::size_t count, void* self) {
        auto& a = *static_cast<attempt*>(self);
        a.at = stage::content;
        const auto bytes = std::min(size * count, a.left.size());
        std::copy_n(a.left.data(), bytes, into);
        a.left.remove_prefix(bytes);
        return bytes;
    }
    static std::size_t hear(char* data, std::size_t size, std::size_t count, void* self) {
        auto& a = *static_cast<attempt*>(self);
        if (!a.leaving) a.replies.take(std::string_view(data, size * count));
        return size * count;
    }
    // The verbs that go out say how far we are.
    static int watch(CURL*, curl_infotype kind, char* data, std::size_t size, void* self) {
        if (kind == CURLINFO_HEADER_OUT) static_cast<attempt*>(self)->said(std::string_view(data, size));
        return 0;
    }
    void said(std::string_view command) {
        if (command.starts_with("QUIT")) leaving = true;
        else if (command.starts_with("AUTH")) at = stage::sign_in;
        else if (command.starts_with("MAIL")) at = stage::sender;
        else if (command.starts_with("RCPT")) at = stage::recipient;
        else if (command.starts_with("DATA")) at = stage::announced;
    }

    std::string_view left;
    stage at = stage::connect;
    bool leaving = false;  // what the server says to our farewell is no verdict
    reply_reader replies;
};

namespace {

std::string domain_of(const std::string& address) { return address.substr(std::min(address.find('@') + 1, address.size())); }

std::string codes(const reply& r) { return r.status.empty() ? std::to_string(r.code) : std::to_string(r.code) + " " + r.status; }

// Certificates and missing STARTTLS are our own affair or an attack, never a reason to try without.
bool is_about_encryption(CURLcode code) {
    return code == CURLE_USE_SSL_FAILED || code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE;
}

}  // namespace

connection::connection(client_options chosen) : options_(std::move(chosen)), handle_(curl::make_easy()) {}

void connection::configure(const message& m, const std::string& bearer, bool fresh) {
    auto* h = handle_.get();
    curl_easy_reset(h);  // keeps the connection
    const auto& hello = options_.hello_name.empty() ? domain_of(m.from_address) : options_.hello_name;
    curl_easy_setopt(h, CURLOPT_URL, (options_.url + "/" + hello).c_str());
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(h, CURLOPT_USE_SSL, options_.require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY);
    curl_easy_setopt(h, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (!options_.ca_file.empty()) curl_easy_setopt(h, CURLOPT_CAINFO, options_.ca_file.c_str());
    curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout_ms));
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, std::min(10'000L, static_cast<long>(options_.timeout_ms)));
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
    curl_easy_setopt(h, CURLOPT_UPLOAD, 1L);
    if (options_.user.empty()) return;
    curl_easy_setopt(h, CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(h, CURLOPT_SASL_IR, 1L);  // a round trip less
    if (bearer.empty()) {
        curl_easy_setopt(h, CURLOPT_PASSWORD, options_.password.c_str());
    } else {
        curl_easy_setopt(h, CURLOPT_XOAUTH2_BEARER, bearer.c_str());
        curl_easy_setopt(h, CURLOPT_LOGIN_OPTIONS, options_.auth == "xoauth2" ? "AUTH=XOAUTH2" : "AUTH=OAUTHBEARER");
    }
}

outcome connection::try_once(const message& m, const std::string& raw, const std::string& bearer, bool fresh, bool& stale) {
    auto* h = handle_.get();
    configure(m, bearer, fresh);
    attempt now(raw);
    curl::line_list recipients;
    recipients.add("<" + m.to_address + ">");
    curl_easy_setopt(h, CURLOPT_MAIL_FROM, ("<" + m.from_address + ">").c_str());
    curl_easy_setopt(h, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(h, CURLOPT_READFUNCTION, attempt::read);
    curl_easy_setopt(h, CURLOPT_READDATA, &now);
    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, attempt::hear);
    curl_easy_setopt(h, CURLOPT_HEADERDATA, &now);
    curl_easy_setopt(h, CURLOPT_VERBOSE, 1L);  // for `watch`; prints nothing
    curl_easy_setopt(h, CURLOPT_DEBUGFUNCTION, attempt::watch);
    curl_easy_setopt(h, CURLOPT_DEBUGDATA, &now);

    const auto code = curl_easy_perform(h);
    long opened = 0;
    curl_easy_getinfo(h, CURLINFO_NUM_CONNECTS, &opened);
    // Nothing of ours may be called when the handle closes its connection later.
    curl_easy_reset(h);

    const auto& last = now.replies.last();
    outcome result;
    if (code == CURLE_OK) {
        result.what = verdict::accepted;
    } else if (is_about_encryption(code)) {
        result.what = verdict::setup;
    } else {
        // A kept connection on which only old replies were heard: the server had hung up.
        stale = opened == 0 && now.at < stage::content && (last.code < 400 || last.code == 421);
        result.what = classify(now.at, last);
    }
    result.said = last.code >= 400 || code == CURLE_OK ? codes(last) : curl_easy_strerror(code);
    return result;
}

outcome connection::send(const message& m, instant date, const std::string& bearer) {
    const auto raw = compose(m, date);
    bool stale = false;
    const auto first = try_once(m, raw, bearer, false, stale);
    if (!stale) return first;
    return try_once(m, raw, bearer, true, stale);
}

}  // namespace gavel::smtp
