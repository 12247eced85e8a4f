#include "sim/demo/cast.hpp"

#include "sim/demo/curl_text.hpp"
#include "sim/demo/pause.hpp"

#include <curl/curl.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <chrono>
#include <optional>

namespace gavel::sim {
namespace {

struct role {
    const char *local, *name, *language;
    bool sells;
};

constexpr role roles[] = {
    {"olena", "Олена Ковальчук", "uk", true},   {"taras", "Тарас Мельник", "uk", true},    {"iryna", "Ірина Савчук", "uk", true},
    {"petro", "Петро Гнатюк", "uk", true},      {"maria", "Марія Шевчук", "uk", true},     {"andrii", "Андрій Бойко", "uk", false},
    {"natalia", "Наталя Кравець", "uk", false}, {"viktor", "Віктор Лисенко", "ru", false}, {"john", "John Whitfield", "en", false},
    {"oksana", "Оксана Дорош", "uk", false},    {"bohdan", "Богдан Стець", "uk", false},   {"yulia", "Юлія Рибак", "uk", false},
};

constexpr auto letters_within = std::chrono::seconds(30);

boost::json::object credentials(const person& p) {
    boost::json::object o;
    o["email"] = p.email;
    o["password"] = demo_password;
    return o;
}

void enrol(person& p) {
    auto form = credentials(p);
    form["display_name"] = p.name;
    form["language"] = p.language;
    const auto a = p.session->post("/accounts", form);
    if (a.status != 202) throw std::runtime_error("the server does not let " + p.email + " register (" + std::to_string(a.status) + ")");
}

std::string fetch(const std::string& url) {
    std::string text;
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), &curl_easy_cleanup);
    curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT_MS, 5'000L);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, keep_text);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &text);
    if (curl_easy_perform(handle.get()) != CURLE_OK) throw no_answer("the mailbox does not answer");
    return text;
}

// The token of the newest confirmation letter, if it has come.
std::optional<std::string> find_token(const std::string& mailbox, const std::string& email) {
    const auto found = boost::json::parse(fetch(mailbox + "/api/messages?to=" + email));
    for (const auto& item : found.at("items").as_array())
        for (const auto& link : item.at("links").as_array()) {
            const std::string_view text = link.as_string();
            const auto at = text.find("?token=");
            if (at != std::string_view::npos) return std::string(text.substr(at + 7));
        }
    return std::nullopt;
}

// True once the letter was there and worked.
bool confirm(person& p, const std::string& mailbox) {
    const auto token = find_token(mailbox, p.email);
    if (!token) return false;
    boost::json::object form;
    form["token"] = *token;
    return p.session->post("/accounts/confirmations", form).ok();
}

}  // namespace

bool sign_in(person& who) {
    const auto a = who.session->post("/sessions", credentials(who));
    if (!a.ok() && a.status != 401)
        throw std::runtime_error("the server does not let " + who.email + " sign in (" + std::to_string(a.status) + ")");
    return a.ok();
}

std::vector<person> gather(const std::string& origin, const std::string& mailbox) {
    std::vector<person> all;
    std::vector<std::size_t> waiting;
    for (const auto& r : roles) {
        person p;
        p.email = std::string(r.local) + "@demo.example";
        p.name = r.name;
        p.language = r.language;
        p.sells = r.sells;
        p.session = std::make_unique<api>(origin);
        if (!sign_in(p)) {
            enrol(p);
            waiting.push_back(all.size());
        }
        all.push_back(std::move(p));
    }
    const auto until = std::chrono::steady_clock::now() + letters_within;
    while (!waiting.empty()) {
        std::erase_if(waiting, [&](std::size_t i) { return confirm(all[i], mailbox); });
        if (waiting.empty()) break;
        if (std::chrono::steady_clock::now() > until)
            throw std::runtime_error("no confirmation letter for " + all[waiting.front()].email + " came; is smtp.url the mailbox?");
        if (!pause_for(std::chrono::milliseconds(200))) throw std::runtime_error("stopped while people were registering");
    }
    return all;
}

}  // namespace gavel::sim
