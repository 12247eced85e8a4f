#include "modules/backup/keys.hpp"

#include <gmock/gmock.h>

#include <set>

namespace gavel::backup {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Every character that somebody could take for another.
constexpr std::string_view typed = "abcdefghijklmnopqrstuvwxyz0123456789-_. ,";

template <class F>
std::string refusal_of(F read) {
    try {
        read();
    } catch (const bad_key& e) {
        return e.what();
    }
    return {};
}

template <class F>
void refuse_every_wrong_letter(const std::string& good, F read) {
    for (std::size_t at = 0; at < good.size(); ++at)
        for (const char c : typed) {
            auto wrong = good;
            wrong[at] = c;
            if (wrong == good || (at == good.size() - 1 && c == ' ')) continue;
            ASSERT_NE(refusal_of([&] { read(wrong); }), "") << at << " " << c;
        }
    for (std::size_t at = 0; at < good.size(); ++at) {
        auto shorter = good, longer = good;
        shorter.erase(at, 1);
        longer.insert(at, 1, good[at]);
        ASSERT_NE(refusal_of([&] { read(shorter); }), "");
        ASSERT_NE(refusal_of([&] { read(longer); }), "");
        auto exchanged = good;
        if (at + 1 < good.size()) std::swap(exchanged[at], exchanged[at + 1]);
        if (exchanged != good) {
            ASSERT_NE(refusal_of([&] { read(exchanged); }), "") << at;
        }
    }
}

TEST(keys, come_back_from_their_texts) {
    for (int round = 0; round < 50; ++round) {
        const auto recovery = new_recovery_key();
        const auto signing = new_signing_key();
        EXPECT_EQ(read_recovery_key(recovery.text()).bytes, recovery.bytes);
        EXPECT_EQ(read_recipient(recovery.to().text()).bytes, recovery.to().bytes);
        EXPECT_EQ(read_signing_key(signing.text()).bytes, signing.bytes);
        EXPECT_EQ(read_signer(signing.by().text()).bytes, signing.by().bytes);
    }
}

// Worked out by other programs: what was printed on paper stays readable.
TEST(keys, are_known_texts) {
    recovery_key zero_to_31;
    for (std::size_t i = 0; i < 32; ++i) zero_to_31.bytes[i] = static_cast<std::uint8_t>(i);
    EXPECT_EQ(zero_to_31.text(), "gavel-recovery-aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dypqi4wige");
    EXPECT_EQ(zero_to_31.to().text(), "gavel-recipient-r5amllnwr4swesxfwikou5t2n3eu3au5hv5v4gwrxjxt4ijyfbp6dmhmim");
    EXPECT_EQ(zero_to_31.to().name(), "r5amllnw");
}

TEST(keys, are_read_in_either_case_with_white_space_around) {
    const auto key = new_recovery_key();
    auto shouted = "\t " + key.text() + "\r\n";
    for (auto& c : shouted) c = static_cast<char>(std::toupper(c));
    EXPECT_EQ(read_recovery_key(shouted).bytes, key.bytes);
}

TEST(keys, every_wrong_letter_is_found) {
    const auto recovery = new_recovery_key();
    const auto signing = new_signing_key();
    refuse_every_wrong_letter(recovery.text(), read_recovery_key);
    refuse_every_wrong_letter(recovery.to().text(), read_recipient);
    refuse_every_wrong_letter(signing.text(), read_signing_key);
    refuse_every_wrong_letter(signing.by().text(), read_signer);
}

TEST(keys, a_wrong_kind_is_named_and_nothing_is_repeated) {
    const auto recovery = new_recovery_key();
    const auto signing = new_signing_key();
    const auto secret = recovery.text(), letters = secret.substr(secret.rfind('-') + 1);
    EXPECT_THAT(refusal_of([&] { read_recipient(secret); }),
                AllOf(HasSubstr("another key: the recovery key"), HasSubstr("gavel-recipient-"), Not(HasSubstr(letters))));
    EXPECT_THAT(refusal_of([&] { read_recovery_key(recovery.to().text()); }), HasSubstr("another key: the public key to which"));
    EXPECT_THAT(refusal_of([&] { read_signer(signing.text()); }), HasSubstr("another key: the server's signing key"));
    EXPECT_THAT(refusal_of([&] { read_signing_key(signing.by().text()); }), HasSubstr("another key: the public key by which"));
    EXPECT_THAT(refusal_of([&] { read_signer("gavel-recipient-" + letters); }), Not(HasSubstr(letters)));
    EXPECT_THAT(refusal_of([&] { read_recipient("gavel-recipient-" + letters); }),
                AllOf(HasSubstr("wrong letter"), Not(HasSubstr(letters))));
    EXPECT_THAT(refusal_of([&] { read_recovery_key(secret.substr(0, secret.size() - 1)); }),
                AllOf(HasSubstr("57 letters"), Not(HasSubstr(letters.substr(0, 20)))));
    EXPECT_THAT(refusal_of([] { read_recovery_key("hunter2"); }), AllOf(HasSubstr("no key of Gavel"), Not(HasSubstr("hunter2"))));
    EXPECT_THAT(refusal_of([] { read_recovery_key(" \n"); }), StartsWith("There is no key"));
}

TEST(keys, recipients_are_a_list) {
    const auto first = new_recovery_key().to(), second = new_recovery_key().to();
    const auto both = read_recipients(" " + first.text() + ",\n" + second.text() + ", ");
    ASSERT_EQ(both.size(), 2u);
    EXPECT_EQ(both[0].bytes, first.bytes);
    EXPECT_EQ(both[1].bytes, second.bytes);
    EXPECT_THAT(refusal_of([] { read_recipients(" , "); }), StartsWith("There is no key"));
    EXPECT_THAT(refusal_of([&] { read_recipients(first.text() + " " + first.text()); }), HasSubstr("twice"));

    std::string many;
    for (std::size_t i = 0; i < recipients_max; ++i) many += new_recovery_key().to().text() + ",";
    EXPECT_EQ(read_recipients(many).size(), recipients_max);
    EXPECT_THAT(refusal_of([&] { read_recipients(many + first.text()); }), HasSubstr("more than 8"));
}

TEST(keys, names_tell_keys_apart) {
    std::set<std::string> names;
    for (int i = 0; i < 100; ++i) names.insert(new_recovery_key().to().name());
    EXPECT_EQ(names.size(), 100u);
    for (const auto& each : names) EXPECT_TRUE(is_recipient_name(each));
    for (const auto each : {"", "abcdefg", "abcdefghi", "abcdefg1", "ABCDEFGH"}) EXPECT_FALSE(is_recipient_name(each));
}

}  // namespace
}  // namespace gavel::backup
