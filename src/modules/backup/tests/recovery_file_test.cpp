#include "modules/backup/recovery_file.hpp"

#include <gmock/gmock.h>

namespace gavel::backup {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class sheet : public ::testing::Test {
protected:
    sheet() {
        written.key = new_recovery_key();
        written.signers = {new_signing_key().by(), new_signing_key().by()};
    }
    static std::string fault_of(const std::string& text) {
        try {
            read_recovery_file(text);
        } catch (const bad_key& e) {
            return e.what();
        }
        return {};
    }
    recovery_file written;
};

TEST_F(sheet, comes_back) {
    const auto text = write_recovery_file(written), public_half = written.key.to().text();
    EXPECT_THAT(text, HasSubstr("# " + public_half));
    const auto read = read_recovery_file(text);
    EXPECT_EQ(read.key.bytes, written.key.bytes);
    ASSERT_EQ(read.signers.size(), 2u);
    EXPECT_EQ(read.signers[0].bytes, written.signers[0].bytes);
    EXPECT_EQ(read.signers[1].bytes, written.signers[1].bytes);
}

TEST_F(sheet, may_be_typed_in_again) {
    auto text = written.signers[0].text() + "\r\n\r\n   " + written.key.text();
    for (auto& c : text) c = static_cast<char>(std::toupper(c));
    const auto read = read_recovery_file(text);
    EXPECT_EQ(read.key.bytes, written.key.bytes);
    EXPECT_EQ(read.signers.size(), 1u);
}

TEST_F(sheet, what_is_missing_or_wrong_is_said) {
    const auto key = written.key.text(), by = written.signers[0].text(), letters = key.substr(key.rfind('-') + 1);
    EXPECT_THAT(fault_of(""), HasSubstr("no recovery key"));
    EXPECT_THAT(fault_of("# " + key + "\n" + by), HasSubstr("no recovery key"));
    EXPECT_THAT(fault_of(key), HasSubstr("gavel-signer-"));
    EXPECT_THAT(fault_of(key + "\n" + key + "\n" + by), HasSubstr("here are two"));
    EXPECT_THAT(fault_of(new_signing_key().text() + "\n" + by), HasSubstr("another key: the server's signing key"));
    EXPECT_THAT(fault_of(written.key.to().text() + "\n" + by), HasSubstr("another key: the public key"));
    EXPECT_THAT(fault_of("some words\n" + key + "\n" + by), HasSubstr("no key of Gavel"));
    EXPECT_THAT(fault_of(key + "a\n" + by), AllOf(HasSubstr("59 letters"), Not(HasSubstr(letters))));
}

}  // namespace
}  // namespace gavel::backup
