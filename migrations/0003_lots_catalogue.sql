-- Adds categories (with the seeded tree), lots, lot_additions, watches.
-- Locks: accounts (SHARE ROW EXCLUSIVE, foreign keys). The old release keeps running: yes, it does not know these tables.

create table categories (
    id         text primary key constraint categories_id_shape check (id ~ '^[a-z0-9-]{1,40}$'),
    parent_id  text references categories,
    position   integer not null,
    name_uk    text not null,
    name_en    text not null,
    name_ru    text not null,
    constraint categories_not_own_parent check (parent_id <> id)
);
comment on table categories is 'Two levels: a row without parent is a heading, a row with one is a leaf that takes lots.';
create index categories_by_parent on categories (parent_id);

create table lots (
    id              bigint generated always as identity primary key,
    seller_id       bigint not null references accounts,
    state           text not null default 'draft' constraint lots_state_known check (state in ('draft', 'published')),
    title           text constraint lots_title_length check (char_length(title) between 5 and 120),
    description     text constraint lots_description_length check (char_length(description) between 1 and 20000),
    category_id     text references categories,
    condition       text constraint lots_condition_known check (condition in ('new', 'like_new', 'good', 'fair', 'for_parts')),
    location        text constraint lots_location_length check (char_length(location) between 1 and 80),
    shipping        jsonb not null default '[]'
                    constraint lots_shipping_list check (jsonb_typeof(shipping) = 'array' and jsonb_array_length(shipping) <= 5),
    currency        char(3) not null default 'UAH' constraint lots_currency_shape check (currency ~ '^[A-Z]{3}$'),
    start_amount    bigint constraint lots_start_bounds check (start_amount between 1 and 10000000000000),
    reserve_amount  bigint constraint lots_reserve_bounds check (reserve_amount between 1 and 10000000000000),
    buy_now_amount  bigint constraint lots_buy_now_bounds check (buy_now_amount between 1 and 10000000000000),
    step_amount     bigint constraint lots_step_bounds check (step_amount between 1 and 10000000000000),
    starts_at       timestamptz,
    duration_s      integer constraint lots_duration_bounds check (duration_s between 60 and 2592000),
    ends_at         timestamptz,
    watchers        integer not null default 0 constraint lots_watchers_not_negative check (watchers >= 0),
    created_at      timestamptz not null default clock_timestamp(),
    updated_at      timestamptz not null default clock_timestamp(),
    published_at    timestamptz,
    relist_of       bigint references lots constraint lots_relisted_once unique,
    -- Word search without stemming: three languages share one catalogue. The title weighs more than the description.
    search          tsvector not null generated always as (
                        setweight(to_tsvector('simple', coalesce(title, '')), 'A')
                        || setweight(to_tsvector('simple', coalesce(description, '')), 'B')) stored,
    constraint lots_reserve_above_start check (reserve_amount > start_amount),
    constraint lots_buy_now_above_start check (buy_now_amount * 10 >= start_amount * 13),
    constraint lots_buy_now_above_reserve check (buy_now_amount > reserve_amount),
    constraint lots_ends_after_start check (ends_at > starts_at),
    constraint lots_one_end check (duration_s is null or ends_at is null),
    constraint lots_published_complete check (
        state = 'draft'
        or (title is not null and description is not null and category_id is not null and condition is not null
            and location is not null and jsonb_array_length(shipping) > 0 and start_amount is not null
            and starts_at is not null and (duration_s is not null or ends_at is not null) and published_at is not null))
);
comment on table lots is 'What the seller wrote. What bids change lives in standings; watchers counts the rows of watches.';
comment on column lots.relist_of is 'The ended lot that this one offers again: a lot of its own with a history of its own.';
create index lots_of_seller on lots (seller_id, updated_at desc, id desc);
create index lots_newest on lots (published_at desc, id desc) where state = 'published';
create index lots_in_category on lots (category_id, published_at desc) where state = 'published';
create index lots_words on lots using gin (search) where state = 'published';

create table lot_additions (
    lot_id    bigint not null references lots on delete cascade,
    n         integer not null constraint lot_additions_bounded check (n between 1 and 20),
    text      text not null constraint lot_additions_length check (char_length(text) between 1 and 5000),
    added_at  timestamptz not null default clock_timestamp(),
    primary key (lot_id, n)
);
comment on table lot_additions is 'Append-only: what the seller added to the description of a running lot, with its moment.';

create table watches (
    account_id  bigint not null references accounts,
    lot_id      bigint not null references lots on delete cascade,
    created_at  timestamptz not null default clock_timestamp(),
    primary key (account_id, lot_id)
);
create index watches_of_lot on watches (lot_id);

insert into categories (id, parent_id, position, name_uk, name_en, name_ru) values
    ('coins',               null,          10, 'Монети і банкноти',        'Coins and banknotes',        'Монеты и банкноты'),
    ('stamps',              null,          20, 'Марки і листівки',         'Stamps and postcards',       'Марки и открытки'),
    ('militaria',           null,          30, 'Нагороди і мілітарія',     'Medals and militaria',       'Награды и милитария'),
    ('antiques',            null,          40, 'Антикваріат',              'Antiques',                   'Антиквариат'),
    ('art',                 null,          50, 'Мистецтво',                'Art',                        'Искусство'),
    ('books',               null,          60, 'Книги і мапи',             'Books and maps',             'Книги и карты'),
    ('jewellery',           null,          70, 'Прикраси і годинники',     'Jewellery and watches',      'Украшения и часы'),
    ('music',               null,          80, 'Музика',                   'Music',                      'Музыка'),
    ('electronics',         null,          90, 'Електроніка і фото',       'Electronics and cameras',    'Электроника и фото'),
    ('toys',                null,         100, 'Іграшки і моделі',         'Toys and models',            'Игрушки и модели'),
    ('home',                null,         110, 'Дім і майстерня',          'Home and workshop',          'Дом и мастерская');

insert into categories (id, parent_id, position, name_uk, name_en, name_ru) values
    ('coins-ukraine',       'coins',       10, 'Монети України',           'Coins of Ukraine',           'Монеты Украины'),
    ('coins-world',         'coins',       20, 'Монети світу',             'World coins',                'Монеты мира'),
    ('coins-ancient',       'coins',       30, 'Античні та давні монети',  'Ancient and medieval coins', 'Античные и древние монеты'),
    ('banknotes',           'coins',       40, 'Банкноти',                 'Banknotes',                  'Банкноты'),
    ('stamps-ukraine',      'stamps',      10, 'Марки України',            'Stamps of Ukraine',          'Марки Украины'),
    ('stamps-world',        'stamps',      20, 'Марки світу',              'World stamps',               'Марки мира'),
    ('postcards',           'stamps',      30, 'Листівки',                 'Postcards',                  'Открытки'),
    ('postal-covers',       'stamps',      40, 'Конверти',                 'Postal covers',              'Конверты'),
    ('medals',              'militaria',   10, 'Ордени і медалі',          'Orders and medals',          'Ордена и медали'),
    ('badges',              'militaria',   20, 'Значки і жетони',          'Badges and tokens',          'Значки и жетоны'),
    ('military-uniforms',   'militaria',   30, 'Форма і спорядження',      'Uniforms and equipment',     'Форма и снаряжение'),
    ('porcelain',           'antiques',    10, 'Порцеляна і кераміка',     'Porcelain and ceramics',     'Фарфор и керамика'),
    ('glass',               'antiques',    20, 'Скло і кришталь',          'Glass and crystal',          'Стекло и хрусталь'),
    ('silverware',          'antiques',    30, 'Столове срібло',           'Silverware',                 'Столовое серебро'),
    ('antique-furniture',   'antiques',    40, 'Старовинні меблі',         'Antique furniture',          'Старинная мебель'),
    ('folk-antiques',       'antiques',    50, 'Народний побут',           'Folk household',             'Народный быт'),
    ('paintings',           'art',         10, 'Живопис',                  'Paintings',                  'Живопись'),
    ('graphic-art',         'art',         20, 'Графіка і плакати',        'Prints and posters',         'Графика и плакаты'),
    ('icons-religious',     'art',         30, 'Ікони',                    'Icons',                      'Иконы'),
    ('art-sculpture',       'art',         40, 'Скульптура',               'Sculpture',                  'Скульптура'),
    ('books-rare',          'books',       10, 'Старі та рідкісні книги',  'Old and rare books',         'Старые и редкие книги'),
    ('books-modern',        'books',       20, 'Сучасні книги',            'Modern books',               'Современные книги'),
    ('maps',                'books',       30, 'Мапи',                     'Maps',                       'Карты'),
    ('documents',           'books',       40, 'Документи й автографи',    'Documents and autographs',   'Документы и автографы'),
    ('rings-earrings',      'jewellery',   10, 'Каблучки і сережки',       'Rings and earrings',         'Кольца и серьги'),
    ('necklaces-brooches',  'jewellery',   20, 'Намиста і брошки',         'Necklaces and brooches',     'Ожерелья и броши'),
    ('watches-wrist',       'jewellery',   30, 'Наручні годинники',        'Wristwatches',               'Наручные часы'),
    ('watches-pocket',      'jewellery',   40, 'Кишенькові годинники',     'Pocket watches',             'Карманные часы'),
    ('clocks',              'jewellery',   50, 'Настінні й настільні годинники', 'Clocks',               'Настенные и настольные часы'),
    ('vinyl',               'music',       10, 'Платівки',                 'Vinyl records',              'Пластинки'),
    ('instruments',         'music',       20, 'Музичні інструменти',      'Musical instruments',        'Музыкальные инструменты'),
    ('records-players',     'music',       30, 'Програвачі й підсилювачі', 'Players and amplifiers',     'Проигрыватели и усилители'),
    ('cameras',             'electronics', 10, 'Фотоапарати й об’єктиви',  'Cameras and lenses',         'Фотоаппараты и объективы'),
    ('phones',              'electronics', 20, 'Телефони',                 'Phones',                     'Телефоны'),
    ('computers',           'electronics', 30, 'Комп’ютери',               'Computers',                  'Компьютеры'),
    ('consoles',            'electronics', 40, 'Ігрові консолі',           'Game consoles',              'Игровые консоли'),
    ('retro-tech',          'electronics', 50, 'Ретротехніка',             'Vintage electronics',        'Ретротехника'),
    ('model-railways',      'toys',        10, 'Залізниці та моделі',      'Model railways and kits',    'Железные дороги и модели'),
    ('model-cars',          'toys',        20, 'Моделі машин',             'Model cars',                 'Модели машин'),
    ('dolls',               'toys',        30, 'Ляльки',                   'Dolls',                      'Куклы'),
    ('board-games',         'toys',        40, 'Настільні ігри',           'Board games',                'Настольные игры'),
    ('home-furniture',      'home',        10, 'Меблі',                    'Furniture',                  'Мебель'),
    ('kitchen',             'home',        20, 'Кухня і посуд',            'Kitchen and tableware',      'Кухня и посуда'),
    ('textiles-embroidery', 'home',        30, 'Вишивка і текстиль',       'Embroidery and textiles',    'Вышивка и текстиль'),
    ('tools',               'home',        40, 'Інструменти',              'Tools',                      'Инструменты'),
    ('bikes',               'home',        50, 'Велосипеди',               'Bicycles',                   'Велосипеды');
