#include "modules/accounts/device.hpp"

#include <span>

namespace gavel::accounts {
namespace {

struct mark {
    std::string_view sign, name;
};

// Order matters: nearly everybody also claims to be Chrome and Safari.
constexpr mark browsers[] = {
    {"EdgA/", "Edge"},        {"EdgiOS/", "Edge"},   {"Edg/", "Edge"},        {"OPR/", "Opera"},    {"SamsungBrowser/", "Samsung Internet"},
    {"YaBrowser/", "Yandex"}, {"FxiOS/", "Firefox"}, {"Firefox/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"},
    {"Safari/", "Safari"},    {"curl/", "curl"},
};
constexpr mark systems[] = {
    {"iPhone", "iPhone"}, {"iPad", "iPad"},       {"Android", "Android"}, {"Windows", "Windows"},
    {"CrOS", "ChromeOS"}, {"Macintosh", "macOS"}, {"Linux", "Linux"},
};

std::string_view first_of(std::string_view text, std::span<const mark> marks) {
    for (const auto& m : marks)
        if (text.find(m.sign) != std::string_view::npos) return m.name;
    return {};
}

}  // namespace

std::string device_text(std::string_view user_agent) {
    const auto browser = first_of(user_agent, browsers);
    const auto system = first_of(user_agent, systems);
    if (browser.empty() && system.empty()) return "?";
    if (browser.empty()) return std::string(system);
    if (system.empty()) return std::string(browser);
    return std::string(browser) + ", " + std::string(system);
}

}  // namespace gavel::accounts
