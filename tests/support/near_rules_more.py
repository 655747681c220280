"""What is added to the profile of a case, for what is near it."""

# What one more statement may be, by what a node is: ME is the node, YOU one that is not there yet, DAY the day that is
# asked for, NEXT the one after, LARGE what makes a model one for general purposes.
MORE = {
    "ag:Model": """
        ME ag:baseModel YOU | ME ag:developedBy YOU | ME ag:developedFor YOU | ME ag:marketedBy YOU
        ME ag:madeAvailable YOU | ME ag:madeAvailable YOU . YOU ag:onUnionMarket true
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket true ; ag:date DAY
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket true ; ag:date NEXT
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket true ; ag:date "2024-01-01"^^xsd:date
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket false
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket false ; ag:excludesUnion true
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket false ; ag:excludesUnion false
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket false ; ag:channel ag:internalUse
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket true ; ag:by YOU.maker
        ME ag:contestation YOU . YOU ag:answer ag:accepted
        ME ag:contestation YOU . YOU ag:answer ag:accepted ; ag:answeredOn DAY
        ME ag:contestation YOU . YOU ag:answer ag:accepted ; ag:answeredOn NEXT
        ME ag:contestation YOU . YOU ag:answer ag:rejected ; ag:answeredOn DAY
        ME ag:designation YOU . YOU ag:date DAY | ME ag:designation YOU . YOU ag:date NEXT
        ME ag:designation YOU . YOU ag:date DAY ; ag:endedOn DAY
        ME ag:designation YOU . YOU ag:date DAY ; ag:endedOn NEXT
        ME ag:designation YOU . YOU ag:date "2026-01-01"^^xsd:date ; ag:endedOn "2026-06-01"^^xsd:date
        ME ag:notification YOU . YOU ag:date DAY | ME ag:notification YOU . YOU ag:date NEXT
        ME ag:licence YOU | ME ag:licence YOU . YOU ag:withholds ag:usage
        ME ag:licence YOU . YOU ag:hasTerm ag:userScaleLimit | ME ag:monetisedBy ag:price
        ME ag:publishes ag:weights | ME ag:keepsBack ag:weights | ME ag:technicalDocumentation YOU
        ME ag:trainingSummary YOU | ME ag:copyrightPolicy YOU | ME ag:downstreamInformation YOU
        ME a ag:ModelWithSystemicRisk | ME a ag:GeneralPurposeModel | ME a ag:NotGeneralPurposeModel
        ME a ag:NotPresumedModel | ME a ag:OpenSourceRelease | ME a ag:NotOpenSourceRelease | ME a ag:SameModel
        ME a ag:ModelOfModifier | ME a ag:ModelOfLesserModifier | ME a ag:LegacyModel | ME a ag:ResearchModel
        ME ag:baseModel YOU . YOU a ag:Model ; ag:cumulativeCompute 2e25 ; LARGE
        ME ag:baseModel YOU . YOU ag:developedBy YOU.maker
        YOU ag:baseModel ME | YOU a ag:SameModel ; ag:baseModel ME | YOU ag:baseModel ME ; ag:significantChange true
        ME ag:ownCompute 1e22 | ME ag:ownCompute 1e23 | ME ag:ownCompute 2e23 | ME ag:ownCompute 2e25
        ME ag:cumulativeCompute 1e22 | ME ag:cumulativeCompute 1e24 | ME ag:cumulativeCompute 2e25
        ME ag:computeOfModification 0e0 | ME ag:computeOfModification 1e22 | ME ag:computeOfModification 1e25
        ME ag:modalityOut ag:text | ME ag:modalityOut ag:video | ME ag:modalityIn ag:text | ME ag:modalityIn ag:video
        ME ag:conditionMetOn DAY | ME ag:conditionMetOn NEXT | ME ag:placedOn DAY | ME ag:placedOn NEXT
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket true ; ag:date DAY ; ag:excludesUnion true
        ME ag:madeAvailable YOU . YOU ag:onUnionMarket false ; ag:excludesUnion true ; ag:by YOU.maker
        ME ag:madeAvailable YOU . YOU ag:channel ag:aiSystem ; ag:onUnionMarket true ; ag:by YOU.maker
        ME ag:baseModel YOU . YOU ag:ownCompute 1e22 | ME ag:baseModel YOU . YOU ag:cumulativeCompute 2e25
        ME ag:baseModel YOU . YOU ag:cumulativeCompute 0e0 | ME ag:baseModel YOU . YOU ag:cumulativeCompute 1e24
    """,
    "ag:Provider": """
        ME ag:signed cop:tra | ME ag:signed cop:cpy | ME ag:signed cop:sas | ME ag:declined cop:tra
        ME ag:declined cop:cpy | ME ag:declined cop:sas | ME ag:establishment "FR" | ME ag:establishment "NO"
        ME ag:establishment "US" | ME ag:representative YOU | ME ag:listedAs cop:prv_google | ME ag:listedAs cop:prv_xai
        ME ag:sizeClass ag:microenterprise | ME ag:sizeClass ag:sme | ME ag:sizeClass ag:largeEnterprise
        ME ag:sizeClass ag:smallEnterprise | ME ag:sizeClass ag:smallMidCap | ME ag:turnover 1e9 | ME ag:turnover 0e0
        ME ag:onlyEstablishment "FR" | YOU ag:developedBy ME | YOU ag:marketedBy ME | YOU ag:developedFor ME
        ME ag:framework YOU | ME ag:copyrightPolicy YOU
    """,
    "ag:Licence": """
        ME ag:withholds ag:usage | ME ag:hasNoTerms true | ME ag:hasNoTerms false | ME ag:hasTerm ag:attribution
        ME ag:hasTerm ag:userScaleLimit | ME ag:permits ag:access
    """,
    "ag:MakingAvailable": """
        ME ag:date DAY | ME ag:date NEXT | ME ag:date "2025-08-01"^^xsd:date | ME ag:date "2025-08-02"^^xsd:date
        ME ag:by YOU | ME ag:channel ag:internalUse | ME ag:channel ag:aiSystem | ME ag:channel ag:download
    """,
    "": """
        ME dcterms:issued DAY | ME dcterms:issued "2024-01-01"^^xsd:date
        ME dcterms:modified DAY | ME dcterms:modified NEXT
    """,
}
