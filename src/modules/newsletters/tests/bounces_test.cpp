#include "modules/newsletters/bounces.hpp"
#include "modules/newsletters/repository_bounces.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::newsletters {
namespace {

using testing::ElementsAre;

TEST(bounce_list, is_an_address_a_line) {
    const auto list = read_bounce_list(
        "\xEF\xBB\xBF"
        "address,reason\r\nGone@Example.org,\"550 "
        "5.1.1\"\r\n\r\n\"quoted@example.org\";full\nnonsense\ngone@example.org\nlast@example.org");
    EXPECT_THAT(list.addresses, ElementsAre("gone@example.org", "last@example.org", "quoted@example.org"));
    EXPECT_THAT(list.bad_lines, ElementsAre(5u));
    EXPECT_TRUE(read_bounce_list("").addresses.empty());
    EXPECT_EQ(read_bounce_list(std::string(200'000, '\n') + "a@example.org").addresses.size(), 0u) << "beyond the bound";
}

TEST(message_key, is_ours_or_none) {
    EXPECT_EQ(message_key_in("8a6e0804-2bd0-4672-b79d-d97027f9071a@auction.example"), "8a6e0804-2bd0-4672-b79d-d97027f9071a");
    for (const auto* other : {"", "x@y", "8A6E0804-2BD0-4672-B79D-D97027F9071A@x", "8a6e0804-2bd0-4672-b79d-d97027f9071'@x",
                              "8a6e0804x2bd0-4672-b79d-d97027f9071a@x"})
        EXPECT_FALSE(message_key_in(other)) << other;
}

}  // namespace
}  // namespace gavel::newsletters
