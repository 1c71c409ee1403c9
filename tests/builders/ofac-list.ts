const FEATURE_TYPES = ['344">Digital Currency Address - XBT', '345">Digital Currency Address - ETH', '8">Birthdate']

const HEAD = `<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML">
  <DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>1</Month><Day>15</Day></DateOfIssue>
  <ReferenceValueSets>
    <FeatureTypeValues>
${FEATURE_TYPES.map((type) => `      <FeatureType FeatureTypeGroupID="1" ID="${type}</FeatureType>`).join('\n')}
    </FeatureTypeValues>
  </ReferenceValueSets>
  <Locations>
    <Location ID="100"><LocationCountry CountryID="11073" CountryRelevanceID="44" /></Location>
  </Locations>
  <DistinctParties>
`
const TAIL = `  </DistinctParties>
  <ProfileRelationships><ProfileRelationship ID="1" From-ProfileID="1" To-ProfileID="2" RelationTypeID="15003" /></ProfileRelationships>
  <SanctionsEntries><SanctionsEntry ID="1" ProfileID="1" ListID="1550"><EntryEvent ID="1" EntryEventTypeID="1" /></SanctionsEntry></SanctionsEntries>
</Sanctions>
`

const feature = (id: number, type: number, detail: string) => `        <Feature ID="${id}" FeatureTypeID="${type}">
          <FeatureVersion ID="${id}" ReliabilityID="1">
            <Comment />
            <VersionDetail DetailTypeID="1432">${detail}</VersionDetail>
          </FeatureVersion>
          <IdentityReference IdentityID="${id}" IdentityFeatureLinkTypeID="1" />
        </Feature>
`
const alias = (
  at: number,
  type: number,
) => `          <Alias FixedRef="${at}" AliasTypeID="${type}" Primary="true" LowQuality="false">
            <DocumentedName ID="${at}" FixedRef="${at}" DocNameStatusID="1">
              <DocumentedNamePart><NamePartValue NamePartGroupID="1" ScriptID="215">PARTY &amp; SONS</NamePartValue></DocumentedNamePart>
              <DocumentedNamePart><NamePartValue NamePartGroupID="2" ScriptID="215">${at}</NamePartValue></DocumentedNamePart>
            </DocumentedName>
          </Alias>
`

/** The address of the party with this number. */
export const ofacAddress = (at: number): string => `0x${(at + 1).toString(16).padStart(40, 'd')}`

const party = (at: number, addressEvery: number) => `    <DistinctParty FixedRef="${at}">
      <Comment>One of many, as long as such an entry usually is.</Comment>
      <Profile ID="${at}" PartySubTypeID="4">
        <Identity ID="${at}" FixedRef="${at}" Primary="true" False="false">
${alias(at, 1403)}${alias(at, 1400)}${alias(at, 1400)}        </Identity>
${feature(at * 10, 8, '1970-01-01')}${at % addressEvery === 0 ? feature(at * 10 + 1, 345, ofacAddress(at)) : ''}      </Profile>
    </DistinctParty>
`

/** OFAC's advanced XML with made-up parties, piece by piece; each `addressEvery`th party has an address. */
export function* ofacPieces(parties: number, addressEvery: number): Generator<string> {
  yield HEAD
  for (let at = 0; at < parties; at += 1) yield party(at, addressEvery)
  yield TAIL
}
