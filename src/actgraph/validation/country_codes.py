"""Names and former or national codes of countries, to suggest the code of ISO 3166-1.

The states of the European Economic Area, and those from which most providers come. `shapes/profile.ttl` has all codes.
"""

# Code of ISO 3166-1 alpha-2: its alpha-3 code, then what people write.
_NAMES = {
    "AE": "ARE, United Arab Emirates, UAE",
    "AT": "AUT, Austria, Österreich",
    "AU": "AUS, Australia",
    "BE": "BEL, Belgium, Belgique, België",
    "BG": "BGR, Bulgaria",
    "CA": "CAN, Canada",
    "CH": "CHE, Switzerland, Schweiz, Suisse, Svizzera",
    "CN": "CHN, China, People's Republic of China, PRC",
    "CY": "CYP, Cyprus",
    "CZ": "CZE, Czechia, Czech Republic, Česko",
    "DE": "DEU, Germany, Deutschland, Federal Republic of Germany",
    "DK": "DNK, Denmark, Danmark",
    "EE": "EST, Estonia, Eesti",
    "ES": "ESP, Spain, España",
    "FI": "FIN, Finland, Suomi",
    "FR": "FRA, France",
    "GB": "GBR, UK, U.K., United Kingdom, Great Britain, England, Scotland, Wales, Northern Ireland",
    "GR": "GRC, EL, Greece, Hellas",
    "HR": "HRV, Croatia, Hrvatska",
    "HU": "HUN, Hungary, Magyarország",
    "IE": "IRL, Ireland, Éire, Republic of Ireland",
    "IL": "ISR, Israel",
    "IN": "IND, India",
    "IS": "ISL, Iceland",
    "IT": "ITA, Italy, Italia",
    "JP": "JPN, Japan",
    "KR": "KOR, South Korea, Korea, Republic of Korea",
    "LI": "LIE, Liechtenstein",
    "LT": "LTU, Lithuania, Lietuva",
    "LU": "LUX, Luxembourg, Luxemburg",
    "LV": "LVA, Latvia, Latvija",
    "MT": "MLT, Malta",
    "NL": "NLD, Netherlands, The Netherlands, Nederland, Holland",
    "NO": "NOR, Norway, Norge",
    "PL": "POL, Poland, Polska",
    "PT": "PRT, Portugal",
    "RO": "ROU, Romania, România",
    "SE": "SWE, Sweden, Sverige",
    "SG": "SGP, Singapore",
    "SI": "SVN, Slovenia, Slovenija",
    "SK": "SVK, Slovakia, Slovak Republic, Slovensko",
    "US": "USA, U.S., U.S.A., United States, United States of America, America",
}
_BY_NAME = {name.casefold(): code for code, names in _NAMES.items() for name in (code, *names.split(", "))}


def find_country_code(text: str) -> str:
    """Find the code of a country by its name or another code; empty if it is not in the table.

    >>> [find_country_code(text) for text in ("UK", "el", "Germany", "de", "Atlantis")]
    ['GB', 'GR', 'DE', 'DE', '']
    """
    return _BY_NAME.get(" ".join(text.split()).casefold(), "")
