// Keys of the store, addresses of pages, names that the media address answers to.
#include "modules/media/addresses.hpp"
#include "modules/media/files.hpp"
#include "modules/media/keys.hpp"
#include "platform/storage/key.hpp"

#include <gtest/gtest.h>

namespace gavel::media {
namespace {

const std::string hash = "3f09c8a1d2e4b5f60718293a4b5c6d7e";

TEST(keys, every_store_takes_them) {
    EXPECT_EQ(incoming_key(hash), "incoming/" + hash + ".bin");
    EXPECT_EQ(original_key(hash, "jpeg"), "originals/3f/" + hash + ".jpeg");
    EXPECT_EQ(public_key(hash, variant_name(640, "avif")), "media/3f/" + hash + "/640.avif");
    for (const auto& key : {incoming_key(hash), original_key(hash, "heic"), public_key(hash, document_name)})
        EXPECT_TRUE(storage::is_key(key)) << key;
    EXPECT_TRUE(storage::is_prefix(rendition_prefix(hash)));
}

TEST(keys, tell_whose_they_are) {
    EXPECT_EQ(owner_in(incoming_key(hash)), hash);
    EXPECT_EQ(owner_in(original_key(hash, "jpeg")), hash);
    EXPECT_EQ(owner_in(public_key(hash, "640.avif")), hash);
    for (const auto* other : {"", "incoming/", "incoming/self-test-0123456789abcdef.txt", "media/3f/short/640.avif",
                              "backup/3f09c8a1d2e4b5f60718293a4b5c6d7e.bin", "media/3f/3F09C8A1D2E4B5F60718293A4B5C6D7E/640.avif"})
        EXPECT_EQ(owner_in(other), std::nullopt) << other;
}

TEST(hashes, are_of_content_and_owner) {
    EXPECT_TRUE(is_hash(random_hash()));
    EXPECT_NE(random_hash(), random_hash());
    EXPECT_EQ(hash_of("a", 1, {"x", "y"}), hash_of("a", 1, {"x", "y"}));
    EXPECT_NE(hash_of("a", 1, {"x", "y"}), hash_of("b", 1, {"x", "y"})) << "the same picture of two people is two files";
    EXPECT_NE(hash_of("a", 1, {"x", "y"}), hash_of("a", 2, {"x", "y"})) << "a name is given once";
    EXPECT_NE(hash_of("a", 1, {"x", "y"}), hash_of("a", 1, {"y", "x"}));
    EXPECT_NE(hash_of("a", 1, {"xy"}), hash_of("a", 1, {"x", "y"}));
    EXPECT_FALSE(is_hash(hash + "0"));
    EXPECT_FALSE(is_hash(hash.substr(1)));
}

TEST(addresses, on_our_own_host_or_another) {
    EXPECT_EQ(addresses("").of(hash), "/media/3f/" + hash);
    EXPECT_EQ(addresses("").absolute("https://auction.example", hash), "https://auction.example/media/3f/" + hash);
    EXPECT_EQ(addresses("https://media.example/").of(hash), "https://media.example/media/3f/" + hash);
    EXPECT_EQ(addresses("https://media.example").absolute("https://auction.example", hash), "https://media.example/media/3f/" + hash);
}

TEST(served, only_what_is_made_here) {
    EXPECT_EQ(served_as("640.avif")->content_type, "image/avif");
    EXPECT_EQ(served_as("2048.webp")->content_type, "image/webp");
    EXPECT_EQ(served_as("1.jpg")->content_type, "image/jpeg");
    EXPECT_FALSE(served_as("640.avif")->attachment);
    EXPECT_EQ(served_as("document.pdf")->content_type, "application/pdf");
    EXPECT_TRUE(served_as("document.pdf")->attachment);
    for (const auto* other : {"", "640", ".avif", "640.", "640.html", "640.svg", "640.jpeg", "0.avif", "0640.avif", "123456.avif", "a.avif",
                              "-1.avif", "640.avif.html", "other.pdf", "document.PDF", "../640.avif"})
        EXPECT_FALSE(served_as(other)) << other;
}

}  // namespace
}  // namespace gavel::media
