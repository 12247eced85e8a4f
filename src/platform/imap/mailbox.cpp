#include "platform/imap/mailbox.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace gavel::imap {
namespace {

constexpr std::size_t answer_bytes_max = 1024 * 1024;
constexpr curl_off_t mail_bytes_max = 64 * 1024 * 1024;  // libcurl gives up on what is larger

struct keeper {
    std::string text;
    std::size_t bytes_max;

    // What is beyond the bound is read and forgotten, so that the connection stays good.
    static std::size_t take(char* data, std::size_t size, std::size_t count, void* self) {
        auto& k = *static_cast<keeper*>(self);
        k.text.append(data, std::min(size * count, k.bytes_max - k.text.size()));
        return size * count;
    }
};

}  // namespace

mailbox::mailbox(mailbox_options chosen) : options_(std::move(chosen)), handle_(curl::make_easy()) {
    while (options_.url.ends_with('/')) options_.url.pop_back();
    if (!options_.url.starts_with("imap://") && !options_.url.starts_with("imaps://"))
        throw std::invalid_argument("the address of a mailbox must begin with imaps:// or imap://");
    if (options_.url.find('/', options_.url.find("://") + 3) != std::string::npos)
        throw std::invalid_argument("the address of a mailbox must end with the host or its port");
    if (options_.user.empty()) throw std::invalid_argument("a mailbox needs a user");
}

std::string mailbox::run(const std::string& path, const std::string& command, std::size_t bytes_max) {
    auto* h = handle_.get();
    curl_easy_reset(h);  // keeps the connection
    keeper kept{{}, bytes_max};
    curl_easy_setopt(h, CURLOPT_URL, (options_.url + path).c_str());
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "imap,imaps");
    curl_easy_setopt(h, CURLOPT_USERNAME, options_.user.c_str());
    curl_easy_setopt(h, CURLOPT_PASSWORD, options_.password.c_str());
    curl_easy_setopt(h, CURLOPT_USE_SSL, options_.require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY);
    curl_easy_setopt(h, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (!options_.ca_file.empty()) curl_easy_setopt(h, CURLOPT_CAINFO, options_.ca_file.c_str());
    curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout_ms));
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, std::min(10'000L, static_cast<long>(options_.timeout_ms)));
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(h, CURLOPT_MAXFILESIZE_LARGE, mail_bytes_max);
    if (!command.empty()) curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, command.c_str());
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, keeper::take);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, &kept);
    const auto code = curl_easy_perform(h);
    curl_easy_reset(h);
    if (code != CURLE_OK) throw unavailable(curl_easy_strerror(code));
    return std::move(kept.text);
}

std::vector<std::uint32_t> mailbox::unseen(const std::string& criteria, std::size_t most) {
    const auto answer = run("/INBOX", "UID SEARCH UNSEEN" + (criteria.empty() ? "" : " " + criteria), answer_bytes_max);
    std::vector<std::uint32_t> all;
    std::string_view left = answer;
    constexpr std::string_view mark = "* SEARCH";
    const auto begin = left.find(mark);
    if (begin == left.npos) return all;
    left.remove_prefix(begin + mark.size());
    left = left.substr(0, left.find_first_of("\r\n"));
    while (!left.empty()) {
        if (left.front() == ' ') {
            left.remove_prefix(1);
            continue;
        }
        std::uint32_t uid = 0;
        const auto [end, problem] = std::from_chars(left.data(), left.data() + left.size(), uid);
        if (problem != std::errc{}) break;
        all.push_back(uid);
        left.remove_prefix(static_cast<std::size_t>(end - left.data()));
    }
    std::ranges::sort(all);
    if (all.size() > most) all.resize(most);
    return all;
}

std::string mailbox::fetch(std::uint32_t uid, std::size_t bytes_max) { return run("/INBOX/;UID=" + std::to_string(uid), {}, bytes_max); }

void mailbox::mark_unseen(std::uint32_t uid) {
    run("/INBOX", "UID STORE " + std::to_string(uid) + " -FLAGS.SILENT (\\Seen)", answer_bytes_max);
}

}  // namespace gavel::imap
