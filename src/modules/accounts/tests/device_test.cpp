#include "modules/accounts/device.hpp"

#include <gtest/gtest.h>

namespace gavel::accounts {
namespace {

TEST(device, names_browser_and_system) {
    EXPECT_EQ(device_text("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"), "Firefox, Windows");
    EXPECT_EQ(device_text("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"),
              "Chrome, Linux");
    EXPECT_EQ(device_text("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0"),
              "Edge, Windows");
    EXPECT_EQ(device_text("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Mobile/15E148 Safari/604.1"),
              "Safari, iPhone");
    EXPECT_EQ(device_text("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"),
              "Chrome, Android");
    EXPECT_EQ(device_text("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15"),
              "Safari, macOS");
}

TEST(device, never_repeats_the_header) {
    EXPECT_EQ(device_text("<script>alert(1)</script>"), "?");
    EXPECT_EQ(device_text(""), "?");
    EXPECT_EQ(device_text("curl/8.5.0"), "curl");
}

}  // namespace
}  // namespace gavel::accounts
