-- Monaco and the Isle of Man have no rate of their own: they are inside the VAT areas of France and the United Kingdom and
-- follow their rates. One that an operator has set otherwise stays.
DELETE FROM tax_rates WHERE country IN ('MC', 'IM') AND rate = 2000 AND name = 'VAT';
