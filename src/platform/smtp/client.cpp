#include "platform/smtp/client.hpp"

#include "base/text.hpp"
#include "platform/smtp/header.hpp"

#include <curl/curl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <memory>
#include <mutex>

namespace gavel::smtp {

void client_options::declare(config::table& t) {
    t.text("smtp.url", url,
           "Mail server: smtp://host:587 (STARTTLS) or smtps://host:465. Empty: letters wait in the queue until one is set.");
    t.text("smtp.user", user, "Name to sign in to the mail server with; empty if it asks for none.");
    t.text("smtp.password", password, "Password of the mail server.", config::secrecy::secret);
    t.boolean("smtp.require_tls", require_tls,
              "Refuse to hand over mail without encryption. Turn off only for a server on the same machine.");
    t.integer("smtp.timeout_ms", timeout_ms, 1000, 120000, "Time for one letter, from connecting to the server's acceptance.");
}

namespace {

void initialise_once() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

using handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using mime = std::unique_ptr<curl_mime, decltype(&curl_mime_free)>;

class header_list {
public:
    header_list() {}
    ~header_list() { curl_slist_free_all(list_); }
    header_list(const header_list&) = delete;
    header_list& operator=(const header_list&) = delete;
    void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
    curl_slist* get() const { return list_; }

private:
    curl_slist* list_ = nullptr;
};

// Addresses and ids are ours or were validated; this is the last gate before the wire.
void require_plain(std::string_view value) {
    for (const unsigned char c : value)
        if (c <= 0x20 || c >= 0x7F) throw std::invalid_argument("an address or Message-ID holds a character that does not belong there");
}

std::string addressed(const std::string& name, const std::string& address) {
    if (name.empty()) return "<" + address + ">";
    const auto encoded = encode_header(name);
    if (encoded.starts_with("=?")) return encoded + " <" + address + ">";
    std::string quoted;
    for (const char c : encoded) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return "\"" + quoted + "\" <" + address + ">";
}

std::string date_now() { return fmt::format("{:%a, %d %b %Y %H:%M:%S} +0000", fmt::gmtime(std::time(nullptr))); }

void fill_headers(header_list& headers, const message& m) {
    headers.add("Date: " + date_now());
    headers.add("From: " + addressed(m.from_name, m.from_address));
    headers.add("To: <" + m.to_address + ">");
    headers.add("Subject: " + encode_header(m.subject));
    headers.add("Message-ID: " + m.message_id);
    headers.add("Content-Language: " + m.language);
    headers.add("Auto-Submitted: auto-generated");
    headers.add("X-Auto-Response-Suppress: All");
    headers.add("Content-Type: multipart/alternative");
}

void add_part(curl_mime* body, const std::string& text, const char* type) {
    auto* part = curl_mime_addpart(body);
    curl_mime_data(part, text.data(), text.size());
    curl_mime_type(part, type);
    curl_mime_encoder(part, "base64");
}

// Keeps the codes of the last refusal; what follows it is only the farewell, and its words may name the recipient.
std::size_t keep_refusal(char* data, std::size_t size, std::size_t count, void* into) {
    const std::string_view line(data, size * count);
    if (line.starts_with('4') || line.starts_with('5'))
        static_cast<std::string*>(into)->assign(line.substr(0, line.find_first_not_of("0123456789.- ")));
    return size * count;
}

}  // namespace

bool is_permanent(std::string_view reply) {
    if (!reply.starts_with("55")) return false;            // 4xx, 530, 535: later, or for the operator to mend
    return reply.find("5.4.5") == std::string_view::npos;  // the account's daily limit is nobody's fault
}

void send(const client_options& options, const message& m) {
    require_plain(m.from_address);
    require_plain(m.to_address);
    require_plain(m.message_id);
    require_plain(m.language);
    initialise_once();
    const handle curl(curl_easy_init(), &curl_easy_cleanup);
    if (!curl) throw temporary_failure("no memory for a mail connection");

    header_list headers, recipients;
    fill_headers(headers, m);
    const auto sender = "<" + m.from_address + ">";
    recipients.add("<" + m.to_address + ">");
    const mime body(curl_mime_init(curl.get()), &curl_mime_free);
    add_part(body.get(), m.text, "text/plain; charset=utf-8");
    add_part(body.get(), m.html, "text/html; charset=utf-8");
    std::string refusal;

    curl_easy_setopt(curl.get(), CURLOPT_URL, options.url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl.get(), CURLOPT_USE_SSL, options.require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY);
    curl_easy_setopt(curl.get(), CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout_ms));
    curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.timeout_ms));
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
    if (!options.user.empty()) {
        curl_easy_setopt(curl.get(), CURLOPT_USERNAME, options.user.c_str());
        curl_easy_setopt(curl.get(), CURLOPT_PASSWORD, options.password.c_str());
    }
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_MIMEPOST, body.get());
    curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, keep_refusal);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &refusal);

    const auto code = curl_easy_perform(curl.get());
    if (code == CURLE_OK) return;
    std::string why(curl_easy_strerror(code));
    if (!refusal.empty()) why += ", the server answered " + trimmed(refusal);
    if ((code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY) && is_permanent(refusal)) throw permanent_failure(why);
    throw temporary_failure(why);
}

}  // namespace gavel::smtp
