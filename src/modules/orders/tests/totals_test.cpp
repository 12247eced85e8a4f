// Who gets what, to the kopiyka; ways of delivery; addresses and phones.
#include "modules/orders/totals.hpp"
#include "modules/orders/delivery.hpp"
#include "platform/http/form.hpp"
#include "platform/http/request.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <random>

namespace gavel::orders {
namespace {

order with(std::int64_t hammer, std::int64_t premium, std::int64_t commission, std::optional<std::int64_t> shipping,
           std::int64_t refunded) {
    order o;
    o.hammer = hammer;
    o.premium = premium;
    o.commission = commission;
    o.shipping = shipping;
    o.refunded = refunded;
    return o;
}

TEST(order_totals, are_shared_out) {
    EXPECT_EQ(share_out(with(100'000, 9'000, 5'000, 7'000, 0)), (proceeds{102'000, 5'000, 9'000}));
    EXPECT_EQ(share_out(with(100'000, 9'000, 5'000, std::nullopt, 0)), (proceeds{95'000, 5'000, 9'000}));
    EXPECT_EQ(share_out(with(100'000, 9'000, 5'000, std::nullopt, 50'000)), (proceeds{47'500, 2'500, 9'000}))
        << "half goes back, half the commission";
    EXPECT_EQ(share_out(with(100'000, 9'000, 5'000, std::nullopt, 105'000)), (proceeds{0, 0, 4'000})) << "the premium is touched last";
    EXPECT_EQ(share_out(with(100'000, 9'000, 5'000, 7'000, 116'000)), (proceeds{0, 0, 0}));
}

TEST(order_totals, always_add_up) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        const auto hammer = static_cast<std::int64_t>(random() % 1'000'000'000'000'000 + 1);
        auto o = with(hammer, static_cast<std::int64_t>(random() % 1'000'000'000),
                      static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(hammer)),
                      random() % 2 ? std::optional<std::int64_t>(random() % 100'000) : std::nullopt, 0);
        o.refunded = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(o.total() + 1));
        const auto p = share_out(o);
        ASSERT_EQ(p.seller + p.commission + p.premium, o.total() - o.refunded);
        ASSERT_TRUE(p.seller >= 0 && p.commission >= 0 && p.premium >= 0);
    }
}

lots::shipping_choice costs(std::string method, std::int64_t minor) { return {std::move(method), money{minor, {}}}; }
lots::shipping_choice tariff(std::string method) { return {std::move(method), std::nullopt}; }

TEST(order_totals, know_the_ways_that_all_lots_have_in_common) {
    const auto both = common_choices(
        {{costs("nova_poshta", 7'000), tariff("ukrposhta"), tariff("pickup")}, {tariff("pickup"), costs("nova_poshta", 5'000)}});
    EXPECT_EQ(both, (std::vector<delivery_choice>{{"nova_poshta", 12'000}, {"pickup", std::nullopt}}));
    EXPECT_TRUE(common_choices({{tariff("pickup")}, {tariff("meest")}}).empty());
    EXPECT_TRUE(common_choices({}).empty());
    EXPECT_EQ(shipping_for(both, "nova_poshta", {}), 12'000);
    EXPECT_EQ(shipping_for(both, "nova_poshta", 6'000), 6'000);
    EXPECT_EQ(shipping_for(both, "nova_poshta", 20'000), 12'000) << "never more than the lots say";
    EXPECT_EQ(shipping_for(both, "pickup", 6'000), std::nullopt);
}

TEST(order_delivery, understands_phones) {
    for (const auto* good : {"0671234567", "067 123-45-67", "+38 (067) 123 45 67", "380671234567", "671234567"})
        EXPECT_EQ(parse_phone(good), "+380671234567") << good;
    EXPECT_EQ(parse_phone("+48 601 123 456"), "+48601123456");
    for (const auto* bad : {"", "12345", "067123456x", "06712345678", "+38067123456", "48601123456789", "+0123456789"})
        EXPECT_FALSE(parse_phone(bad)) << bad;
}

std::string read(const char* text) {
    http::form f(boost::json::parse(text).as_object());
    try {
        const auto d = read_delivery(f);
        f.finish();
        return boost::json::serialize(to_json(d));
    } catch (const http::refusal& r) {
        std::string faults;
        for (const auto& each : r.why.fields().at("errors").as_array())
            faults += std::string(each.at("field").as_string()) + ":" + std::string(each.at("code").as_string()) + " ";
        return faults;
    }
}

TEST(order_delivery, asks_for_what_each_way_needs) {
    const std::pair<const char*, const char*> rows[] = {
        {R"({"method":"pickup","recipient":"Олена Коваль","phone":"0671234567"})",
         R"({"method":"pickup","recipient":"Олена Коваль","phone":"+380671234567"})"},
        {R"({"method":"nova_poshta","to":"branch","recipient":"Олена Коваль","phone":"0671234567","city":"Київ","point":"12"})",
         R"({"method":"nova_poshta","to":"branch","recipient":"Олена Коваль","phone":"+380671234567","city":"Київ","point":"12"})"},
        {R"({"method":"nova_poshta","recipient":"Олена Коваль","phone":"0671234567"})", "to:required city:required "},
        {R"({"method":"nova_poshta","to":"locker","recipient":"Олена Коваль","phone":"0671234567","city":"Київ"})", "point:required "},
        {R"({"method":"nova_poshta","to":"door","recipient":"Олена Коваль","phone":"0671234567","city":"Київ"})", "street:required "},
        {R"({"method":"ukrposhta","to":"branch","recipient":"Олена Коваль","phone":"0671234567","city":"Київ"})", "postcode:required "},
        {R"({"method":"ukrposhta","to":"locker","recipient":"Олена Коваль","phone":"0671234567","city":"Київ","postcode":"01001"})",
         "to:not_allowed "},
        {R"({"method":"courier","to":"branch","recipient":"Олена Коваль","phone":"0671234567","city":"Київ"})", "to:not_allowed "},
        {R"({"method":"pickup","to":"door","recipient":"Ол","phone":"12"})", "recipient:too_short phone:too_short to:not_allowed "},
        {R"({"method":"ukrposhta","to":"branch","recipient":"Олена Коваль","phone":"0671234567","city":"Київ","postcode":"0100a"})",
         "postcode:malformed "},
    };
    for (const auto& [given, expected] : rows) EXPECT_EQ(read(given), expected) << given;
}

TEST(order_delivery, is_one_line_on_a_parcel) {
    delivery d;
    d.method = "nova_poshta";
    d.place = "branch";
    d.city = "Київ";
    d.point = "12";
    EXPECT_EQ(address_line(d, "uk"), "Київ, відділення 12");
    d.place = "door";
    d.street = "вул. Хрещатик, 1";
    d.postcode = "01001";
    EXPECT_EQ(address_line(d, "en"), "01001, Київ, вул. Хрещатик, 1");
    EXPECT_EQ(tracking_url("nova_poshta", "20450912345678"), "https://novaposhta.ua/tracking/20450912345678");
    EXPECT_EQ(tracking_url("courier", "1"), "");
}

}  // namespace
}  // namespace gavel::orders
