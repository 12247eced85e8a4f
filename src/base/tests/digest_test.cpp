#include "base/digest.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

namespace gavel {
namespace {

// FIPS 180-2 and RFC 1321: of "abc".
TEST(digest, of_every_kind_is_that_of_the_standard_however_the_bytes_come) {
    const std::pair<digest::kind, const char*> known[] = {
        {digest::kind::md5, "900150983cd24fb0d6963f7d28e17f72"},
        {digest::kind::sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"},
        {digest::kind::sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    };
    for (const auto& [kind, expected] : known) {
        digest whole(kind), pieces(kind);
        whole.add("abc");
        for (const auto* each : {"a", "", "bc"}) pieces.add(each);
        EXPECT_EQ(whole.hex(), expected);
        EXPECT_EQ(pieces.hex(), expected);
    }
    EXPECT_EQ(hex(sha256("abc")), known[2].second);
    EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace gavel
