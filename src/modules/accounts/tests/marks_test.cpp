#include "modules/accounts/marks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace gavel::accounts {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view secret = "0123456789abcdef0123456789abcdef";
const instant now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;

TEST(marks, know_the_network_of_an_address) {
    const auto expect = [](std::string_view address, std::optional<std::string> network) {
        EXPECT_EQ(network_of(address), network) << address;
    };
    expect("198.51.100.7", "198.51.100");
    expect("198.51.100.255", "198.51.100");
    expect("::ffff:198.51.100.7", "198.51.100");
    expect("2001:db8:7:1::1", "2001:db8:7");
    expect("2001:0DB8:0007:ffff::1", "2001:db8:7");
    expect("100.63.255.255", "100.63.255");
    expect("100.128.0.0", "100.128.0");
    expect("172.32.0.1", "172.32.0");
    for (const auto nobodys : {"",
                               "unknown",
                               "198.51.100",
                               "198.51.100.7.",
                               "127.0.0.1",
                               "0.0.0.0",
                               "10.1.2.3",
                               "100.64.0.1",
                               "100.127.255.255",
                               "169.254.1.1",
                               "172.16.0.1",
                               "172.31.255.255",
                               "192.168.1.1",
                               "224.0.0.1",
                               "255.255.255.255",
                               "::1",
                               "::",
                               "fe80::1",
                               "fd00::1",
                               "ff02::1",
                               "::ffff:10.0.0.1",
                               "::ffff:127.0.0.1"})
        expect(nobodys, std::nullopt);
}

TEST(marks, are_equal_within_a_network_and_tell_browsers_apart) {
    const auto of = [](std::string_view address, std::string_view user_agent, std::string_view languages) {
        return marks_of(secret, visit(address, user_agent, languages), now).value();
    };
    const auto home = of("198.51.100.7", "Firefox/130.0", "uk");
    EXPECT_EQ(of("198.51.100.99", "Firefox/130.0", "uk"), home);
    EXPECT_EQ(of("198.51.100.7", "Chrome/130.0", "uk").network, home.network);
    EXPECT_NE(of("198.51.100.7", "Chrome/130.0", "uk").device, home.device);
    EXPECT_NE(of("198.51.100.7", "Firefox/130.0", "en").device, home.device);
    const auto elsewhere = of("198.51.101.7", "Firefox/130.0", "uk");
    EXPECT_NE(elsewhere.network, home.network);
    EXPECT_NE(elsewhere.device, home.device);
    EXPECT_EQ(home.network.size(), 16u);
    EXPECT_EQ(home.device.size(), 16u);
    EXPECT_NE(home.network, home.device);
}

TEST(marks, change_with_the_key_and_with_the_period) {
    const visit from("198.51.100.7", "", "");
    const auto first = marks_of(secret, from, now).value();
    EXPECT_EQ(marks_of(secret, from, now).value(), first);
    EXPECT_NE(marks_of("another secret of thirty-two bytes", from, now).value(), first);
    EXPECT_NE(marks_of(secret, from, now + std::chrono::days(mark_days)).value().network, first.network);
    EXPECT_NE(marks_of(secret, from, now + std::chrono::days(mark_days)).value().device, first.device);
}

TEST(marks, are_not_made_without_a_secret_or_a_network) {
    EXPECT_FALSE(marks_of("", visit("198.51.100.7", "Firefox", "uk"), now));
    EXPECT_FALSE(marks_of(secret, visit("127.0.0.1", "Firefox", "uk"), now));
}

}  // namespace
}  // namespace gavel::accounts
